using System.Text;
using Chat.Bench.Client;
using Chat.Bench.Workloads;

namespace Chat.Bench.Groups;

/// <summary>
/// The traffic of groups: sends, takes acks, answers deliveries, retries as the contract asks a client to, and checks every frame
/// against what was sent. It is to take 100,000 frames a second beside the server that makes them: a frame is looked at once, for five
/// fields, and nothing is allocated for it.
/// </summary>
internal sealed class GroupExchange : IConnectionEvents
{
    // Protocol rule 1: no ack in 10 s, the same id again.
    private static readonly TimeSpan AckPatience = TimeSpan.FromSeconds(10);

    private readonly ClientLoop _loop;
    private readonly int _bodyBytes;
    private readonly byte[] _scratch = new byte[64 * 1024];
    private readonly byte[] _padding = new byte[20 * 1024];
    private readonly Dictionary<string, Group> _groups = [];
    private readonly List<Channel> _channels = [];

    public GroupExchange(ClientLoop loop, AckStyle ack, int bodyBytes)
    {
        (_loop, _bodyBytes, Acks) = (loop, bodyBytes, new GroupAcks(ack));
        _padding.AsSpan().Fill((byte)'x');
        _loop.After(TimeSpan.FromSeconds(1), SendOverdueAgain);
    }

    public GroupAcks Acks { get; }

    /// <summary>What is noticed and counted over all groups; figures are in their crowds.</summary>
    public Tally Tally { get; } = new();

    /// <summary>Members that have just got all that a workload waits for.</summary>
    public int CaughtUp { get; private set; }

    public void Add(Group group) => _groups.Add(group.Name, group);

    public Channel Open(Group group, Connection sender)
    {
        var channel = new Channel(_channels.Count, group, sender);
        _channels.Add(channel);
        group.Add(channel);
        return channel;
    }

    /// <summary>Writes a message; the caller flushes unless it is in the middle of that connection's read.</summary>
    public void Send(Channel channel, long intended, long now)
    {
        Tally.Sent++;
        Write(channel, channel.Add(intended, now));
    }

    public void OnUpgraded(Connection connection, long now)
    {
    }

    public void OnFrame(Connection connection, ReadOnlySpan<byte> json, long now)
    {
        switch (ServerFrames.TypeOf(json))
        {
            case ServerFrame.GroupMessage:
                OnMessage(connection, json, now);
                break;
            case ServerFrame.MessageAck:
                OnAck(connection, json, now);
                break;
            case ServerFrame.GroupEvent:
                OnChange(connection, json);
                break;
            case ServerFrame.Error:
                OnError(connection, json);
                break;
            case ServerFrame.Reconnect or ServerFrame.Displaced or ServerFrame.SyncGap:
                Fail(connection, Encoding.UTF8.GetString(json));
                break;
        }
    }

    public void OnReadEnd(Connection connection, long now) => Acks.ReadEnded(connection);

    public void OnClosed(Connection connection, string reason) => Fail(connection, reason);

    private void OnMessage(Connection connection, ReadOnlySpan<byte> json, long now)
    {
        var idText = JsonField.Text(json, "\"message_id\""u8);
        if (JsonField.Number(json, "\"seq\""u8) is not { } position || !MessageId.TryParse(idText, out var id)
            || !BodyMark.TryRead(JsonField.Text(json, "\"content\""u8), out var index, out var sequence)
            || (uint)index >= (uint)_channels.Count
            || _channels[index] is not { } channel || !JsonField.Text(json, "\"stream\""u8).SequenceEqual(channel.Group.Id))
        {
            Fail(connection, $"not a message of this run: {Encoding.UTF8.GetString(json)}");
            return;
        }

        var user = connection.User.Index;
        if (channel.Sender.User.Index == user)
            Fail(connection, $"its only device was sent its own message {sequence}");
        else if (channel.Group.Of(user) is not { } view)
            Fail(connection, $"is no member of {channel.Group.Name}");
        else if (!view.IsBeyond(position))
            OnFresh(channel, view, sequence, id, position, now);
        else if (channel.IsKnownAs(sequence, id, position))
            Tally.RepeatedDeliveries++;
        else
            Fail(connection, $"message {sequence} came as {id} at {position}, where it has been already");

        Acks.Received(connection, channel.Group, position, idText);
    }

    private void OnFresh(Channel channel, MemberView view, long sequence, MessageId id, long position, long now)
    {
        if (view.Advance(position, id) is { } disorder)
            Tally.Fail($"user {view.User} in {channel.Group.Name}: {disorder}");
        if (channel.Receive(sequence, id, position, out var intended) != Outcome.Fresh)
        {
            Tally.Fail(channel.Problem!);
            return;
        }

        CaughtUp += view.Count(now) ? 1 : 0;
        channel.Group.Crowd.Tally.CountDelivery(intended, now);
    }

    private void OnAck(Connection connection, ReadOnlySpan<byte> json, long now)
    {
        if (!TryFind(json, out var channel, out var sequence) || channel.Sender != connection
            || !MessageId.TryParse(JsonField.Text(json, "\"message_id\""u8), out var id))
        {
            Fail(connection, $"an ack that cannot be read: {Encoding.UTF8.GetString(json)}");
            return;
        }

        switch (channel.Ack(sequence, id, out var intended))
        {
            case Outcome.Fresh:
                channel.Group.Crowd.Tally.CountAck(intended, now);
                channel.Group.Crowd.Acked?.Invoke(channel, now);
                break;
            case Outcome.Repeated:
                Tally.RepeatedAcks++;
                break;
            case Outcome.Wrong:
                Tally.Fail(channel.Problem!);
                break;
        }
    }

    private void OnChange(Connection connection, ReadOnlySpan<byte> json)
    {
        if (JsonField.Number(json, "\"seq\""u8) is not { } position
            || !_groups.TryGetValue(Encoding.UTF8.GetString(JsonField.Text(json, "\"stream\""u8)), out var group)
            || group.Of(connection.User.Index) is not { } view)
        {
            Fail(connection, $"a change of no group of his: {Encoding.UTF8.GetString(json)}");
            return;
        }

        view.Advance(position);
        Acks.Passed(group, position);
    }

    private void OnError(Connection connection, ReadOnlySpan<byte> json)
    {
        if (!JsonField.True(json, "\"retryable\""u8) || !TryFind(json, out var channel, out var sequence))
        {
            Fail(connection, Encoding.UTF8.GetString(json));
            return;
        }

        Tally.Refused++;
        var wait = JsonField.Number(json, "\"retry_after_ms\""u8) ?? 100;
        _loop.After(TimeSpan.FromMilliseconds(wait), now => SendAgain(channel, sequence, now));
    }

    private void SendOverdueAgain(long now)
    {
        foreach (var channel in _channels)
        {
            if (channel.InFlight == 0)
                continue;
            foreach (var sequence in channel.UnackedBefore(now - Clock.Nanoseconds(AckPatience)))
                SendAgain(channel, sequence, now);
        }

        _loop.After(TimeSpan.FromSeconds(1), SendOverdueAgain);
    }

    private void SendAgain(Channel channel, long sequence, long now)
    {
        if (!channel.Sender.IsOpen || !channel.IsUnacked(sequence))
            return;
        Tally.Resent++;
        channel.Resent(sequence, now);
        Write(channel, sequence);
        channel.Sender.Flush();
    }

    private void Write(Channel channel, long sequence) => channel.Sender.SendText(
        ClientFrames.GroupMessage(_scratch, channel.Group.Id, channel.Index, sequence, _padding, _bodyBytes));

    private bool TryFind(ReadOnlySpan<byte> json, out Channel channel, out long sequence)
    {
        var found = BodyMark.TryRead(JsonField.Text(json, "\"client_message_id\""u8), out var index, out sequence)
            && (uint)index < (uint)_channels.Count;
        channel = found ? _channels[index] : null!;
        return found;
    }

    private void Fail(Connection connection, string problem) => Tally.Fail($"{connection.User.Id}: {problem}");
}
