using Chat.Faults.Tests.Checking;
using Chat.Faults.Tests.Traffic;

namespace Chat.Faults.Tests.Specs;

/// <summary>A ledger written by hand, for the tests of the rules: three people, one of them with two devices, and a group of all.</summary>
internal sealed class History
{
    public const string Group = "chess";

    public static readonly CastDevice Ann = new("ann", "phone", Sync: true);
    public static readonly CastDevice Bob = new("bob", "phone", Sync: true);
    public static readonly CastDevice BobsLaptop = new("bob", "laptop", Sync: false);
    public static readonly CastDevice Cid = new("cid", "phone", Sync: true);

    private int _seconds;
    private int _seq;
    private int _written;

    public History()
    {
        var cast = new Cast();
        cast.AddUser("ann", Ann);
        cast.AddUser("bob", Bob, BobsLaptop);
        cast.AddUser("cid", Cid);
        cast.AddGroup(Group, "ann", "bob", "cid");
        Ledger = new Ledger(cast);
    }

    public Ledger Ledger { get; }

    public TimeSpan Now => TimeSpan.FromSeconds(_seconds);

    /// <summary>Sent and, unless told otherwise, acked as the number.</summary>
    public SentMessage Send(CastDevice sender, string to, string id, bool acked = true)
    {
        var conversation = to == Group ? Conversation.OfGroup(to) : Conversation.Of(sender.User, to);
        var message = Ledger.Written($"{sender}.{++_written}", sender, conversation, _written);
        message.Sent(Next(), "n1");
        if (acked) Ledger.Acked(message.ClientId, id, Next(), "n1");
        return message;
    }

    public void Deliver(SentMessage message, params CastDevice[] devices) => DeliverAs(message, message.MessageId!, devices);

    public void DeliverAs(SentMessage message, string id, params CastDevice[] devices)
    {
        foreach (var device in devices)
            Ledger.Delivered(device, message.ClientId, id, new DeliveryPlace("inbox", ++_seq, "n2", 1, IsBelowResume: false), Next());
    }

    /// <summary>Acknowledged, and long enough ago that the server has it.</summary>
    public void Acknowledge(SentMessage message, CastDevice device)
    {
        Ledger.Of(device).Acknowledged(message.MessageId!, Next(), 1);
        _seconds += 10;
    }

    /// <summary>What a sender has to be told of a message that all have got and nobody has read.</summary>
    public void TellDelivered(SentMessage message, params CastDevice[] devices)
    {
        foreach (var device in devices)
        {
            if (message.Conversation.IsGroup) Ledger.Of(device).ToldOfGroup(message.MessageId!, 2, 0);
            else Ledger.Of(device).Told(message.Conversation.Peer(message.Sender.User), read: false, [message.MessageId!]);
        }
    }

    public IEnumerable<string> BrokenRules => Rules.Broken(Ledger).Select(v => v.Rule);

    public TimeSpan Next() => TimeSpan.FromSeconds(++_seconds);
}
