using Akka.Configuration;

namespace Chat.Actors.Hosting;

/// <summary>Akka's own settings that are ours to decide; everything typed is in <see cref="ChatActorsOptions"/>.</summary>
internal static class ClusterHocon
{
    public static Config Config { get; } = ConfigurationFactory.ParseString(
        """
        akka {
          log-dead-letters = off
          log-dead-letters-during-shutdown = off
          actor.provider = cluster
          remote.dot-netty.tcp {
            # A frame that is larger is dropped, not split.
            maximum-frame-size = 2 MiB
            send-buffer-size = 2 MiB
            receive-buffer-size = 2 MiB
          }
          cluster {
            downing-provider-class = "Akka.Cluster.SBR.SplitBrainResolverProvider, Akka.Cluster"
            split-brain-resolver { active-strategy = keep-majority, stable-after = 4s }
            # With stable-after some 7 s: presence is right within 15 s.
            failure-detector { heartbeat-interval = 1s, acceptable-heartbeat-pause = 3s }
            sharding {
              state-store-mode = ddata
              distributed-data.durable.keys = []
              remember-entities = off
              # Entities put themselves to sleep: only they know what they owe (R5, R6).
              passivate-idle-entity-after = off
              least-shard-allocation-strategy { rebalance-absolute-limit = 20, rebalance-relative-limit = 0.1 }
            }
          }
          coordinated-shutdown {
            exit-clr = off
            # The drain: sends are answered within 9 s, close handshakes take some more.
            phases.before-service-unbind.timeout = 20s
          }
        }
        """);
}
