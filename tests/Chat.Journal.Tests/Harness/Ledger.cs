using Akka.Actor;
using Akka.Persistence;

namespace Chat.Journal.Tests.Harness;

/// <summary>A real persistent actor: a list of texts, one an event.</summary>
internal sealed class Ledger : ReceivePersistentActor
{
    private readonly List<string> _texts = [];

    public Ledger(string id)
    {
        PersistenceId = id;
        Recover<Item>(item => _texts.Add(item.Text));
        Recover<SnapshotOffer>(offer =>
        {
            _texts.Clear();
            _texts.AddRange(((Items)offer.Snapshot).Texts);
        });
        Command<Add>(add => Persist(new Item(add.Text), item =>
        {
            _texts.Add(item.Text);
            Sender.Tell(new Added(LastSequenceNr));
        }));
        Command<AddLater>(add =>
        {
#pragma warning disable AK1006 // each is a write of its own: that is what is wanted here
            foreach (var text in add.Texts)
            {
                PersistAsync(new Item(text), item =>
                {
                    _texts.Add(item.Text);
                    add.Acked(item.Text);
                });
            }
#pragma warning restore AK1006
        });
        Command<Snap>(_ =>
        {
            var sender = Sender;
            Become(() =>
            {
                Command<SaveSnapshotSuccess>(saved => { sender.Tell(saved); Context.Stop(Self); });
                CommandAny(_ => { });
            });
            SaveSnapshot(new Items([.. _texts]));
        });
        Command<Crash>(_ => throw new InvalidOperationException("on purpose"));
        Command<Get>(_ => Sender.Tell(new State([.. _texts], LastSequenceNr)));
    }

    public override string PersistenceId { get; }

    protected override void OnPersistFailure(Exception cause, object @event, long sequenceNr)
    {
    }

    internal sealed record Add(string Text);

    internal sealed record Added(long Number);

    internal sealed record AddLater(IReadOnlyList<string> Texts, Action<string> Acked);

    internal sealed record Snap;

    internal sealed record Crash;

    internal sealed record Get;

    internal sealed record State(IReadOnlyList<string> Texts, long Number);
}

/// <summary>Questions to it.</summary>
internal static class Ledgers
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    public static IActorRef Ledger(this JournalNode node, string id) => node.System.ActorOf(Props.Create(() => new Ledger(id)));

    public static async Task<long> AddAsync(this IActorRef ledger, string text) => (await ledger.Ask<Ledger.Added>(new Ledger.Add(text), Limit)).Number;

    public static Task<Ledger.State> StateAsync(this IActorRef ledger) => ledger.Ask<Ledger.State>(new Ledger.Get(), Limit);

    /// <summary>Ends the actor too: what is deleted after it is up to the test.</summary>
    public static Task SnapAsync(this IActorRef ledger) => ledger.Ask<SaveSnapshotSuccess>(new Ledger.Snap(), Limit);

    public static Task<bool> HandOverAsync(this IActorRef ledger) => ledger.GracefulStop(Limit);
}
