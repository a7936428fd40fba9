using Chat.Faults.Tests.Running;
using Chat.Faults.Tests.Traffic;

namespace Chat.Faults.Tests.Checking;

/// <summary>One send, under one client id, with everything that anybody has ever heard of it.</summary>
internal sealed class SentMessage(string clientId, CastDevice sender, Conversation conversation, int number)
{
    private readonly List<(TimeSpan At, string What)> _story = [];
    private readonly List<TimeSpan> _refusals = [];

    public string ClientId => clientId;

    public CastDevice Sender => sender;

    public Conversation Conversation => conversation;

    /// <summary>Counts the sends of its device.</summary>
    public int Number => number;

    public TimeSpan? FirstSentAt { get; private set; }

    public TimeSpan? AckedAt { get; private set; }

    /// <summary>As acked or delivered, whichever came first; null while nobody has heard of it.</summary>
    public string? MessageId { get; private set; }

    public bool IsAcked => AckedAt is not null;

    /// <summary>Times of retryable refusals that the sender has got.</summary>
    public IReadOnlyList<TimeSpan> Refusals => _refusals;

    public void Sent(TimeSpan at, string node)
    {
        FirstSentAt ??= at;
        Tell(at, $"sent by {sender} to {node}");
    }

    public void Refused(TimeSpan at, string code, string node)
    {
        _refusals.Add(at);
        Tell(at, $"refused with {code} by {node}");
    }

    public void Acked(TimeSpan at, string messageId, string node)
    {
        AckedAt ??= at;
        MessageId ??= messageId;
        Tell(at, $"acked as {messageId} by {node}");
    }

    public void Delivered(Delivery delivery)
    {
        MessageId ??= delivery.MessageId;
        Tell(delivery.At, $"came to {delivery.Device} as {delivery.MessageId}, {delivery.Place}{(delivery.IsFirst ? "" : ", again")}");
    }

    public string Story() => string.Join('\n',
        _story.Select(entry => $"      {RunClock.Text(entry.At)} {entry.What}").Prepend($"    {clientId} in {conversation}:"));

    private void Tell(TimeSpan at, string what) => _story.Add((at, what));
}
