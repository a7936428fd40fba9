using System.Threading.Channels;
using Akka.Actor;
using Akka.Cluster;
using Chat.Node.Admin.Commands;

namespace Chat.Node.Admin.Membership;

/// <summary><c>cluster tail</c>: the membership as it is, and each change.</summary>
internal static class ClusterTail
{
    /// <summary>Changes that wait for a slow client; beyond, they are left out.</summary>
    private const int Waiting = 1_000;

    public static async Task RunAsync(ActorSystem system, IAnswer answer, CancellationToken cancellation)
    {
        var changes = Channel.CreateBounded<string>(new BoundedChannelOptions(Waiting) { FullMode = BoundedChannelFullMode.DropOldest });
        var watcher = system.ActorOf(Props.Create(() => new Watcher(changes.Writer)));
        try
        {
            await foreach (var line in changes.Reader.ReadAllAsync(cancellation))
                await answer.LineAsync(line);
        }
        finally
        {
            system.Stop(watcher);
        }
    }

    private sealed class Watcher : ReceiveActor
    {
        private readonly Cluster _cluster = Cluster.Get(Context.System);

        public Watcher(ChannelWriter<string> changes) =>
            ReceiveAny(message =>
            {
                if (ClusterText.EventOf(message) is { } line) changes.TryWrite(line);
            });

        protected override void PreStart() => _cluster.Subscribe(
            Self, ClusterEvent.SubscriptionInitialStateMode.InitialStateAsEvents,
            typeof(ClusterEvent.IMemberEvent), typeof(ClusterEvent.IReachabilityEvent), typeof(ClusterEvent.LeaderChanged));

        protected override void PostStop() => _cluster.Unsubscribe(Self);
    }
}
