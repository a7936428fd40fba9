using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;
using Chat.Actors.Databases;
using Chat.Actors.Persistence;
using Chat.Journal;

namespace Chat.Bench.Journals;

/// <summary>An actor system with the journal under test, set up as the node sets it up; no cluster, no sharding, no remoting.</summary>
internal static class JournalSystem
{
    // The defaults of Chat__Database__JournalParallelism and Chat__Database__JournalBatch.
    private const int StockParallelism = 2;
    private const int StockBatch = 500;

    private static readonly Config Common = ConfigurationFactory.ParseString(
        """
        akka {
          loglevel = WARNING
          log-dead-letters = off
          log-dead-letters-during-shutdown = off
          coordinated-shutdown.run-by-clr-shutdown-hook = off
        }
        """).WithFallback(ConfigurationFactory.ParseString(LoadEventSerializer.Hocon));

    public static ActorSystem Start(JournalSpec spec)
    {
        var journal = spec.Journal == JournalKind.Stock
            ? PersistenceSetup.Hocon(spec.Database, spec.ConnectionString, StockParallelism, StockBatch)
            : JournalSetup.Hocon(Enum.Parse<JournalDatabase>($"{spec.Database}"), spec.ConnectionString);
        ActorSystemSetup setup = BootstrapSetup.Create().WithConfig(Common.WithFallback(journal))
            .And(PersistenceSetup.DataOptions(spec.Database, spec.ConnectionString));
        var system = ActorSystem.Create("load", setup);
        // The timer starts at its first use and blocks whoever asks until a thread of the pool has started it. A thousand recoveries that
        // ask first take all threads of the pool, and nobody starts it for minutes. A node's cluster has long asked by then.
        system.Scheduler.Advanced.ScheduleOnce(TimeSpan.Zero, () => { });
        return system;
    }
}
