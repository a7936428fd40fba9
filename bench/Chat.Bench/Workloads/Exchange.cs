using System.Buffers.Text;
using System.Text;
using Chat.Bench.Client;

namespace Chat.Bench.Workloads;

/// <summary>
/// The traffic that all message workloads share: sends, takes acks, answers deliveries, retries as the contract asks a client to, and
/// checks every frame against what was sent. When to send is the workload's own affair.
/// </summary>
internal sealed class Exchange : IConnectionEvents
{
    // Rule 1: no ack in 10 s, the same id again.
    private static readonly TimeSpan AckPatience = TimeSpan.FromSeconds(10);

    private readonly ClientLoop _loop;
    private readonly Load _load;
    private readonly DeliveryAcks _acks;
    private readonly byte[] _scratch = new byte[64 * 1024];
    private readonly byte[] _padding = new byte[20 * 1024];
    private Conversation[] _conversations = [];
    private Conversation?[] _bySender = [];

    public Exchange(ClientLoop loop, Load load)
    {
        (_loop, _load, _acks) = (loop, load, new DeliveryAcks(load.Ack));
        _padding.AsSpan().Fill((byte)'x');
    }

    public Tally Tally { get; } = new();

    /// <summary>Called for each fresh ack; the closed loop sends its next message here.</summary>
    public Action<Conversation, long>? Acked { get; set; }

    /// <summary>Called for each fresh ack, and with true for each fresh delivery.</summary>
    public Action<Conversation, Moments, long, bool>? Timed { get; set; }

    /// <summary>A connection was told to go, after so many milliseconds; a broken promise where nobody listens.</summary>
    public Action<Connection, long>? Advised { get; set; }

    /// <summary>A connection has ended; a broken promise where nobody listens.</summary>
    public Action<Connection, string>? Closed { get; set; }

    public bool IsComplete => Array.TrueForAll(_conversations, static c => c.IsComplete);

    /// <summary>Who sends to whom; every user sends in one conversation at most.</summary>
    public void Begin(Conversation[] conversations, int users)
    {
        _conversations = conversations;
        _bySender = new Conversation?[users];
        foreach (var conversation in conversations)
            _bySender[conversation.Sender.User.Index] = conversation;
        _loop.After(TimeSpan.FromSeconds(1), SendOverdueAgain);
    }

    /// <summary>Writes a message; the caller flushes unless it is in the middle of that connection's read.</summary>
    public void Send(Conversation conversation, long intended, long now)
    {
        Tally.Sent++;
        Write(conversation, conversation.Add(intended, now));
    }

    public void OnUpgraded(Connection connection, long now)
    {
    }

    public void OnFrame(Connection connection, ReadOnlySpan<byte> json, long now)
    {
        switch (ServerFrames.TypeOf(json))
        {
            case ServerFrame.MessageAck:
                OnAck(connection, json, now);
                break;
            case ServerFrame.Message:
                OnMessage(connection, json, now);
                break;
            case ServerFrame.Error:
                OnError(connection, json);
                break;
            case ServerFrame.Reconnect when Advised is not null:
                Advised(connection, JsonField.Number(json, "\"delay_ms\""u8) ?? 0);
                break;
            case ServerFrame.Reconnect or ServerFrame.Displaced:
                Tally.Fail($"{connection.User.Id}: {Encoding.UTF8.GetString(json)}");
                break;
        }
    }

    public void OnReadEnd(Connection connection, long now) => _acks.ReadEnded(connection);

    public void OnClosed(Connection connection, string reason)
    {
        if (Closed is not null)
            Closed(connection, reason);
        else
            Tally.Fail($"{connection.User.Id}: {reason}");
    }

    /// <summary>Everything that is unacked, the same ids in the same order, as a client does that has connected again.</summary>
    public void SendAllAgain(Conversation conversation, long now)
    {
        foreach (var sequence in conversation.UnackedBefore(long.MaxValue).ToArray())
            SendAgain(conversation, sequence, now);
    }

    private void OnAck(Connection connection, ReadOnlySpan<byte> json, long now)
    {
        var conversation = _bySender[connection.User.Index];
        if (conversation is null || !TrySequence(json, out var sequence) || !MessageId.TryParse(JsonField.Text(json, "\"message_id\""u8), out var id))
        {
            Tally.Fail($"{connection.User.Id}: an ack that cannot be read: {Encoding.UTF8.GetString(json)}");
            return;
        }

        switch (conversation.Ack(sequence, id, out var moments))
        {
            case Outcome.Fresh:
                Tally.CountAck(moments.Intended, now);
                Timed?.Invoke(conversation, moments, now, false);
                Acked?.Invoke(conversation, now);
                break;
            case Outcome.Repeated:
                Tally.RepeatedAcks++;
                break;
            case Outcome.Wrong:
                Tally.Fail(conversation.Problem!);
                break;
        }
    }

    private void OnMessage(Connection connection, ReadOnlySpan<byte> json, long now)
    {
        var idText = JsonField.Text(json, "\"message_id\""u8);
        if (!MessageId.TryParse(idText, out var id)
            || !BodyMark.TryRead(JsonField.Text(json, "\"content\""u8), out var index, out var sequence)
            || (uint)index >= (uint)_conversations.Length || _conversations[index].Recipient != connection)
        {
            Tally.Fail($"{connection.User.Id}: not a message of this run: {Encoding.UTF8.GetString(json)}");
            return;
        }

        var conversation = _conversations[index];
        switch (conversation.Receive(sequence, id, out var moments))
        {
            case Outcome.Fresh:
                Tally.CountDelivery(moments.Intended, now);
                Timed?.Invoke(conversation, moments, now, true);
                break;
            case Outcome.Repeated:
                Tally.RepeatedDeliveries++;
                break;
            case Outcome.Wrong:
                Tally.Fail(conversation.Problem!);
                break;
        }

        _acks.Received(connection, json, idText);
    }

    private void OnError(Connection connection, ReadOnlySpan<byte> json)
    {
        if (!JsonField.True(json, "\"retryable\""u8) || !TrySequence(json, out var sequence)
            || _bySender[connection.User.Index] is not { } conversation)
        {
            Tally.Fail($"{connection.User.Id}: {Encoding.UTF8.GetString(json)}");
            return;
        }

        Tally.Refused++;
        var wait = JsonField.Number(json, "\"retry_after_ms\""u8) ?? 100;
        _loop.After(TimeSpan.FromMilliseconds(wait), now => SendAgain(conversation, sequence, now));
    }

    private void SendOverdueAgain(long now)
    {
        foreach (var conversation in _conversations)
        {
            if (conversation.InFlight == 0)
                continue;
            foreach (var sequence in conversation.UnackedBefore(now - Clock.Nanoseconds(AckPatience)))
                SendAgain(conversation, sequence, now);
        }

        _loop.After(TimeSpan.FromSeconds(1), SendOverdueAgain);
    }

    private void SendAgain(Conversation conversation, long sequence, long now)
    {
        if (!conversation.Sender.IsOpen || !conversation.IsUnacked(sequence))
            return;
        Tally.Resent++;
        conversation.Resent(sequence, now);
        Write(conversation, sequence);
        conversation.Sender.Flush();
    }

    private void Write(Conversation conversation, long sequence) => conversation.Sender.SendText(
        ClientFrames.Message(_scratch, conversation.RecipientId, conversation.Index, sequence, _padding, _load.BodyBytes));

    private static bool TrySequence(ReadOnlySpan<byte> json, out long sequence) =>
        Utf8Parser.TryParse(JsonField.Text(json, "\"client_message_id\""u8), out sequence, out _);
}
