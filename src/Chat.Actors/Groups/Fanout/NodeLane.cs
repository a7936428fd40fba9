using System.Threading.Channels;
using Akka;
using Akka.Actor;
using Akka.Streams;
using Akka.Streams.Dsl;
using Chat.Domain.Groups;

namespace Chat.Actors.Groups.Fanout;

/// <summary>
/// The way to one other node. Each has its own, so that a node that is slow or gone holds up only what is for itself: its lane fills, and
/// what finds no room is dropped; its members see what they miss when they are told again how far the group is, and pull (G5).
/// </summary>
internal sealed class NodeLane : IDisposable
{
    /// <summary>Batches that wait for a node. With 128 KiB of content at most, 16 MiB a node.</summary>
    private const int Capacity = 128;

    /// <summary>Batches on their way to a node at once.</summary>
    private const int InFlight = 4;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private readonly Channel<GroupFanoutBatch> _batches = Channel.CreateBounded<GroupFanoutBatch>(new BoundedChannelOptions(Capacity) { SingleReader = true });
    private readonly CancellationTokenSource _closing = new();
    private readonly CancellationToken _closed; // outlives its source: a batch may just be on its way to be sent

    public NodeLane(IActorRef hub, IMaterializer materializer)
    {
        _closed = _closing.Token;
        RestartSource
            .OnFailuresWithBackoff(() => ChannelSource.FromReader(_batches.Reader).SelectAsync(InFlight, batch => SendAsync(hub, batch)), GroupFanout.Restart)
            .To(Sink.Ignore<NotUsed>())
            .Run(materializer);
    }

    public bool TryAdd(GroupFanoutBatch batch) => _batches.Writer.TryWrite(batch);

    public void Dispose()
    {
        _batches.Writer.TryComplete();
        while (_batches.Reader.TryRead(out _))
        {
            // nobody is there to take it
        }

        _closing.Cancel();
        _closing.Dispose();
    }

    private async Task<NotUsed> SendAsync(IActorRef hub, GroupFanoutBatch batch)
    {
        try
        {
            await hub.Ask<BatchTaken>(batch, Patience, _closed);
        }
        catch (Exception e) when (e is AskTimeoutException or TaskCanceledException)
        {
            FanoutMetrics.Unanswered.Add(1);
        }

        return NotUsed.Instance;
    }
}
