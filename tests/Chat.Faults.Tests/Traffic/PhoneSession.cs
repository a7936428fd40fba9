using System.Text.Json.Nodes;
using Chat.Faults.Tests.Checking;
using Chat.Faults.Tests.Running;

namespace Chat.Faults.Tests.Traffic;

/// <summary>One connection of a phone, from <c>auth</c> to its end.</summary>
internal sealed class PhoneSession(Phone phone, PhoneWorld world, PhoneSocket socket, int number)
{
    public static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(250);

    private static readonly TimeSpan HeartbeatEvery = TimeSpan.FromSeconds(5);

    /// <summary>Silence after which a phone gives its connection up: two heartbeats unanswered.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>The node says after 9 s that an inbox cannot be reached.</summary>
    private static readonly TimeSpan SignInLimit = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan JustBack = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan AnswerToGoodbye = TimeSpan.FromSeconds(5);

    private readonly int _round = world.Round;
    private readonly List<string> _unacknowledged = [];
    private TimeSpan _lastFrame = world.Clock.Now;
    private TimeSpan _nextHeartbeat = world.Clock.Now + HeartbeatEvery;
    private bool _isSignedIn;
    private TimeSpan _signedInAt;

    /// <summary>From 1.</summary>
    public int Number => number;

    public string Node => socket.Node;

    /// <summary>As the node calls it in its log.</summary>
    public string SessionId { get; private set; } = "";

    public bool IsOfThisRound => _round == world.Round;

    /// <summary>When to come again, where the owner has left; null where the connection has ended otherwise.</summary>
    public TimeSpan? Pause { get; private set; }

    /// <summary>When a <c>reconnect</c> has told to come again.</summary>
    public TimeSpan? ReconnectAt { get; private set; }

    private TimeSpan Now => world.Clock.Now;

    private DeviceLog Log => world.Ledger.Of(phone.Device);

    public async Task RunAsync(string token, Action onSignedIn, CancellationToken stop)
    {
        socket.Send(new
        {
            type = "auth",
            payload = new
            {
                user_id = phone.Device.User, auth_token = token, device_id = phone.Device.Device, platform = "test", app_version = "1",
                capabilities = phone.Device.Sync ? new[] { "sync" } : [], resume = phone.Device.Sync ? phone.Memory.Resume() : null,
            },
        });
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var ticking = TickAsync(ended.Token);
        while (await socket.ReadAsync() is { } frame)
        {
            _lastFrame = Now;
            world.Frames++;
            if ((string?)frame["type"] == "auth_success") SignedIn(frame["payload"]!, onSignedIn);
            else On(frame);
        }

        await ended.CancelAsync();
        await ticking;
    }

    private void SignedIn(JsonNode payload, Action onSignedIn)
    {
        _isSignedIn = true;
        _signedInAt = Now;
        SessionId = (string?)payload["session_id"] ?? "";
        if (phone.Device.Sync && payload["resume"] is { } resume)
        {
            if ((bool?)resume["recovered"] == false)
            {
                phone.Memory.NothingReturned();
                Complain("loss", $"came back and was told that not all after its positions is there: {resume.ToJsonString()}");
            }

            phone.Memory.Epoch = (string?)resume["epoch"];
        }

        onSignedIn();
        if (phone.Follows.Length > 0)
        {
            world.Presence.Subscribed(phone.Device, phone.Follows, Now, socket.Node);
            socket.Send(new { type = "presence_subscribe", request_id = "r1", payload = new { user_ids = phone.Follows } });
        }

        if (phone.Habits.AllRead is { Length: > 0 } read) SendRead(read);
        SendDue();
    }

    private async Task TickAsync(CancellationToken ended)
    {
        try
        {
            while (true)
            {
                await Task.Delay(Tick, ended);
                if (await LeaveAsync(ended)) return;
                if (!_isSignedIn) continue;
                phone.Habits.Write(phone.Outbox, Now);
                SendDue();
                Acknowledge();
                if (phone.Habits.TakeRead(Now) is { Length: > 0 } read) SendRead(read);
                if (Now < _nextHeartbeat) continue;
                _nextHeartbeat = Now + HeartbeatEvery;
                socket.Send(new { type = "heartbeat", timestamp = 1_700_000_000_000 });
            }
        }
        catch (OperationCanceledException)
        {
            socket.Abort();
        }
    }

    /// <returns>True where the connection is given up or closed.</returns>
    private async Task<bool> LeaveAsync(CancellationToken ended)
    {
        if (world.Lost.Contains(phone.Device.User))
        {
            Pause = TimeSpan.Zero;
            socket.Abort();
            return true;
        }

        if (Now - _lastFrame > (_isSignedIn ? Patience : SignInLimit))
        {
            socket.Abort();
            return true;
        }

        if (!_isSignedIn) return false;
        Pause = IsOfThisRound ? phone.Habits.Leaves(Now) : TimeSpan.Zero;
        if (Pause is null) return false;
        if (IsOfThisRound && !phone.Habits.IsPolite) socket.Abort();
        else await GoodbyeAsync(ended);
        return true;
    }

    private async Task GoodbyeAsync(CancellationToken ended)
    {
        Acknowledge();
        await socket.CloseAsync();
        await Task.Delay(AnswerToGoodbye, ended); // the answer ends the reading, and with it this
        socket.Abort();
    }

    private void SendDue()
    {
        foreach (var item in phone.Outbox.TakeDue(Now))
        {
            item.Message.Sent(Now, socket.Node);
            socket.Send(item.Frame);
        }
    }

    private void SendRead(string[] ids) => socket.Send(new { type = "read_receipt", message_ids = ids, timestamp = 1_700_000_000_000 });

    /// <summary>All that has come since the last time: by positions, or by ids.</summary>
    private void Acknowledge()
    {
        if (phone.Device.Sync)
        {
            if (phone.Memory.TakeNews() is not { } positions) return;
            socket.Send(new { type = "delivery_ack", positions, timestamp = 1_700_000_000_000 });
        }
        else if (_unacknowledged.Count > 0)
        {
            socket.Send(new { type = "delivery_ack", message_ids = _unacknowledged, timestamp = 1_700_000_000_000 });
        }

        foreach (var id in _unacknowledged)
            Log.Acknowledged(id, Now, number);
        _unacknowledged.Clear();
    }

    private void On(JsonNode frame)
    {
        var payload = frame["payload"];
        switch ((string?)frame["type"])
        {
            case "message_ack":
                var clientId = (string)frame["client_message_id"]!;
                world.Ledger.Acked(clientId, (string)payload!["message_id"]!, Now, socket.Node);
                phone.Outbox.Acked(clientId);
                break;
            case "message" or "message_echo" or "group_message":
                OnMessage(frame, payload!);
                break;
            case "delivery_receipt":
                Log.Told((string)payload!["delivered_to"]!, read: false, IdsOf(payload));
                break;
            case "read_receipt":
                Log.Told((string)payload!["read_by"]!, read: true, IdsOf(payload));
                break;
            case "group_receipt":
                Log.ToldOfGroup((string)payload!["message_id"]!, (int)payload["delivered_count"]!, (int)payload["read_count"]!);
                break;
            case "presence":
                foreach (var user in payload!["users"]!.AsArray())
                    world.Presence.Shown(phone.Device, (string)user!["user_id"]!, (string?)user["status"] == "online");
                break;
            case "sync_done":
                phone.Unread = (int?)payload!["unread_count"];
                break;
            case "sync_gap":
                Complain("loss", $"was told of a gap: {frame.ToJsonString()}");
                break;
            case "reconnect":
                ReconnectAt = Now + TimeSpan.FromMilliseconds((double)payload!["delay_ms"]!);
                break;
            case "session_displaced":
                Complain("protocol", "was displaced by itself");
                break;
            case "error":
                OnError((string?)frame["client_message_id"], payload!);
                break;
        }

        phone.Memory.Keep(frame);
    }

    private void OnMessage(JsonNode frame, JsonNode payload)
    {
        var (id, sender) = ((string)payload["message_id"]!, (string)payload["sender_id"]!);
        var stream = (string?)frame["stream"] ?? "?";
        var seq = (long?)frame["seq"];
        var conversation = (string?)payload["group_id"] is { } group
            ? Conversation.OfGroup(group) : Conversation.Of(sender, (string)payload["receiver_id"]!);
        // Later, the entity may have crashed and know less than it was told.
        var isBelowResume = phone.Device.Sync && phone.Memory.IsBelowResume(stream, seq) && (Now - _signedInAt < JustBack || world.Ledger.Calm);
        var place = new DeliveryPlace(stream, seq, socket.Node, number, isBelowResume);
        var isNew = world.Ledger.Delivered(phone.Device, PhoneHabits.ClientIdIn((string)payload["content"]!), id, place, Now);
        _unacknowledged.Add(id);
        if (isNew && sender != phone.Device.User) phone.Habits.Got(conversation, id, Now);
    }

    private void OnError(string? clientId, JsonNode payload)
    {
        var retryable = (bool?)payload["retryable"] == true;
        if (clientId is not null)
        {
            var wait = TimeSpan.FromMilliseconds((double?)payload["retry_after_ms"] ?? 1_000);
            world.Ledger.Refused(clientId, (string)payload["code"]!, retryable, Now, socket.Node);
            phone.Outbox.Refused(clientId, Now + wait);
        }
        else if (!retryable)
        {
            Complain("protocol", $"was told {payload.ToJsonString()}");
        }
    }

    private void Complain(string rule, string what) => world.Ledger.Noticed.Add(new Violation(rule, $"{phone.Device} {what} at {RunClock.Text(Now)} by {socket.Node}"));

    private static IEnumerable<string> IdsOf(JsonNode payload)
    {
        foreach (var id in payload["message_ids"]?.AsArray() ?? [])
            yield return (string)id!;
        if ((string?)payload["up_to"] is { } upTo) yield return upTo;
    }
}
