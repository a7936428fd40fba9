using Akka;
using Akka.Actor;
using Akka.Streams;
using Akka.Streams.Dsl;
using Chat.Actors.Addressing;
using Chat.Domain.Groups;
using Microsoft.Extensions.Logging;

namespace Chat.Actors.Groups.Fanout;

/// <summary>
/// The pipeline of a node from its groups to their members:
/// <code>queue of groups with news ─▶ ask the group for a portion ─▶ by node ─▶ members here | lane to another node</code>
/// A group asks for its place again only once it has handed out a portion, which is bounded; so a busy one goes to the end of the queue each
/// time. Nothing here is durable and nothing has to be: what a member has not answered for, his group tells him again (G3), also after a crash.
/// </summary>
internal sealed partial class GroupFanout(FanoutQueue queue, NodeDirectory directory, IEntities entities, long node, ILogger logger)
{
    /// <summary>Groups asked at once. They are on this node, and answer from memory.</summary>
    private const int Asked = 16;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    internal static RestartSettings Restart { get; } = RestartSettings.Create(TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(5), 0.2);

    private NodeLanes? _lanes;

    public void Start(ActorSystem system)
    {
        FanoutMetrics.Observe(queue);
        system.ActorOf(FanoutHub.Props(entities), FanoutHub.Name);
        var materializer = ActorMaterializer.Create(system, ActorMaterializerSettings.Create(system), "group-fanout");
        _lanes = new NodeLanes(directory, materializer);
        RestartSource
            .OnFailuresWithBackoff(
                () => ChannelSource.FromReader(queue.Reader)
                    .SelectAsync(Asked, AskAsync) // in order: two portions of a group do not overtake each other
                    .SelectMany(reply => reply.Portion is null ? [] : NodeBatches.Of(reply.Portion, node))
                    .Select(Send)
                    .WatchTermination((materialized, done) =>
                    {
                        _ = done.ContinueWith(
                            failed => Failed(failed.Exception!.GetBaseException()), CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted,
                            TaskScheduler.Default);
                        return materialized;
                    }),
                Restart)
            .To(Sink.Ignore<NotUsed>())
            .Run(materializer);
    }

    private static async Task<PortionReply> AskAsync(GroupNews news)
    {
        try
        {
            var reply = await news.Entity.Ask<PortionReply>(PortionRequest.Instance, Patience);
            if (reply.Portion is not null) FanoutMetrics.Portions.Add(1);
            return reply;
        }
        catch (AskTimeoutException)
        {
            FanoutMetrics.Unanswered.Add(1); // stopped meanwhile, or about to: it comes again
            return PortionReply.Nothing;
        }
    }

    private NotUsed Send((long Node, GroupFanoutBatch Batch) part)
    {
        var (to, batch) = part;
        FanoutMetrics.Deliveries.Add((long)batch.Entries.Count * batch.Targets.Count);
        if (to != node && _lanes!.Knows(to)) _lanes.Send(to, batch);
        else FanoutHub.Deliver(batch, entities);
        return NotUsed.Instance;
    }

    private void Failed(Exception cause)
    {
        if (cause is not AbruptStageTerminationException) LogFailed(logger, cause); // else the node stops
    }

    [LoggerMessage(1, LogLevel.Error, "The fan-out of groups has failed and starts again")]
    private static partial void LogFailed(ILogger logger, Exception cause);
}
