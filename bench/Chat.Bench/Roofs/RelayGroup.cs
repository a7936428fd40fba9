using System.Buffers.Text;
using System.Text.Json;

namespace Chat.Bench.Roofs;

/// <summary>
/// A group of the relay: a message is written out once and copied to every other member who is here. One at a time, so that all of them
/// see one order. For those who are away it is kept in memory.
/// </summary>
internal sealed class RelayGroup(string id, string[] members)
{
    private readonly Lock _gate = new();
    private readonly RelayConnection?[] _present = new RelayConnection?[members.Length];
    private readonly List<byte[]>?[] _missed = new List<byte[]>?[members.Length];
    private long _position;

    public string Id => id;

    public static async Task Create(HttpContext context, RelayRoom room)
    {
        using var body = await JsonDocument.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted);
        var others = body.RootElement.GetProperty("member_ids").EnumerateArray().Select(member => member.GetString()!);
        var group = new RelayGroup($"g{Guid.NewGuid():N}", [SubjectOf(context.Request.Headers.Authorization.ToString()), .. others]);
        room.Add(group);
        context.Response.StatusCode = StatusCodes.Status201Created;
        await context.Response.WriteAsync($$"""{"group_id":"{{group.Id}}","name":"","revision":1}""", context.RequestAborted);
    }

    public void Pass(byte[] scratch, RelayConnection from, scoped in RelayFrame frame, RelayFaultKind? fault)
    {
        Span<byte> messageId = stackalloc byte[26];
        lock (_gate)
        {
            RelayFrames.NewId(from.Room, messageId);
            RelayFrames.Ack(scratch, from, frame, messageId);
            SendToOthers(from, Delivery(scratch, from, frame, messageId), fault);
            if (fault != RelayFaultKind.Duplicate)
                return;
            RelayFrames.NewId(from.Room, messageId);
            SendToOthers(from, Delivery(scratch, from, frame, messageId), fault: null);
        }
    }

    /// <summary>A member has come, for the first time or again.</summary>
    public void Return(RelayConnection member)
    {
        var index = Array.IndexOf(members, member.UserId);
        if (index < 0)
            return;
        lock (_gate)
        {
            foreach (var delivery in _missed[index] ?? [])
                member.Queue(member, delivery);
            (_missed[index], _present[index]) = (null, member);
        }
    }

    /// <summary>A fault hits one member: that he is noticed among a hundred is what it is for.</summary>
    private void SendToOthers(RelayConnection from, ReadOnlySpan<byte> delivery, RelayFaultKind? fault)
    {
        for (var i = members.Length - 1; i >= 0; i--)
        {
            var member = PresentAt(i, from.Room);
            if (member is null)
                (_missed[i] ??= []).Add(delivery.ToArray());
            if (member is null || member == from)
                continue;
            if (fault != RelayFaultKind.Drop)
                RelayFrames.Deliver(from, member, delivery, fault);
            fault = null;
        }
    }

    /// <summary>Who has missed something is not here before he has been given that.</summary>
    private RelayConnection? PresentAt(int index, RelayRoom room)
    {
        if (_missed[index] is not null)
            return null;
        if (_present[index] is not { HasLeft: false } member)
            _present[index] = member = room.Find(members[index]);
        return member;
    }

    private ReadOnlySpan<byte> Delivery(byte[] scratch, RelayConnection from, scoped in RelayFrame frame, scoped ReadOnlySpan<byte> messageId)
    {
        var message = new RelayWriter(scratch);
        message.Add("{\"type\":\"group_message\",\"stream\":\""u8).Add(id).Add("\",\"seq\":"u8).Add(++_position).Add(",\"payload\":{\"message_id\":\""u8)
            .Add(messageId).Add("\",\"group_id\":\""u8).Add(id).Add("\",\"sender_id\":\""u8).Add(from.UserId).Add("\",\"content\":\""u8)
            .Add(frame.Content).Add("\",\"timestamp\":"u8).Add(RelayFrames.Now()).Add(",\"media_url\":null,\"reply_to\":null,\"conversation_id\":\""u8)
            .Add(id).Add("\"}}"u8);
        return message.Written;
    }

    /// <summary>Who the token speaks of; like everything here, it is believed.</summary>
    private static string SubjectOf(string authorization)
    {
        using var claims = JsonDocument.Parse(Base64Url.DecodeFromChars(authorization.Split('.')[1]));
        return claims.RootElement.GetProperty("sub").GetString()!;
    }
}
