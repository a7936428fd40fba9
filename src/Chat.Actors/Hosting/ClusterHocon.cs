using Akka.Configuration;

namespace Chat.Actors.Hosting;

/// <summary>
/// Akka's own settings that are ours to decide; everything typed is in <see cref="ChatActorsOptions"/>. docs/cluster.md adds the times up:
/// who was on a node that died is shown offline within 15 s.
/// </summary>
internal static class ClusterHocon
{
    /// <summary>A member is called unreachable when no heartbeat has come for about this long.</summary>
    public static readonly TimeSpan HeartbeatPause = TimeSpan.FromSeconds(3);

    /// <summary>Nothing has to have changed for so long before members that do not answer are removed.</summary>
    public static readonly TimeSpan StableAfter = TimeSpan.FromSeconds(3);

    public static Config Config { get; } = ConfigurationFactory.ParseString(
        $$"""
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
            split-brain-resolver {
              active-strategy = keep-majority
              stable-after = {{StableAfter.TotalMilliseconds}}ms
              # Where nodes come and go for longer than this without three quiet seconds, all of them end. Akka's own choice would be 4 s, so that a crash in
              # the midst of a rolling update could take everything down; it has to exclude two owners, which the journal does here (R2).
              down-all-when-unstable = 30s
            }
            # How long others wait, once a node is removed, before they start what ran there: Akka's margin is for the other side of a partition
            # to find out too. Here the journal decides who owns an entity (R2), so that two owners for a moment do no harm.
            down-removal-margin = 500ms
            failure-detector {
              implementation-class = "Chat.Actors.Membership.OwnPauseFailureDetector, Chat.Actors"
              # What this process sleeps beyond a second is not held against others; unless it is so long that they may have removed it meanwhile:
              # the pause that they accept and the time until it is stable.
              longest-step = 1s
              longest-pause = {{(HeartbeatPause + StableAfter).TotalMilliseconds}}ms
              heartbeat-interval = 500ms
              acceptable-heartbeat-pause = {{HeartbeatPause.TotalMilliseconds}}ms
            }
            unreachable-nodes-reaper-interval = 500ms
            # A node that nobody lets in ends, and its supervisor starts it anew: one that began while it was cut off was seen to stay outside for good,
            # with connections at which nobody answered any more.
            shutdown-after-unsuccessful-join-seed-nodes = 40s
            sharding {
              state-store-mode = ddata
              distributed-data.durable.keys = []
              remember-entities = off
              # Entities put themselves to sleep: only they know what they owe (R5, R6).
              passivate-idle-entity-after = off
              # How often GradualAllocation is asked for the next few shards.
              rebalance-interval = 250ms
              # How often a region asks for the home of a shard again, and looks for a new coordinator.
              retry-interval = 500ms
              # The coordinator's writes want more nodes than answer while a dead one is not removed: they are tried again soon.
              updating-state-timeout = 2s
              # An entity stops once its writes are done; one that does not is stopped.
              handoff-timeout = 10s
            }
          }
          coordinated-shutdown {
            exit-clr = off
            phases {
              # The drain: sends are answered within 9 s, close handshakes take some more.
              before-service-unbind.timeout = 20s
              # Shards move away (ShardEvacuation), those that are left all at once, then leaving; the whole is below the 60 s that the host waits.
              before-cluster-shutdown.timeout = 11s
              cluster-sharding-shutdown-region.timeout = 10s
              cluster-leave.timeout = 5s
              cluster-exiting.timeout = 10s
            }
          }
        }
        """);
}
