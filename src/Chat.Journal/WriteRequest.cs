using Akka.Actor;
using Akka.Persistence;

namespace Chat.Journal;

/// <summary>
/// What a persistent actor wants written, and the answers to it, which go straight to that actor. Akka's base class puts the answers to all actors
/// into one order, that of their requests: one entity whose row is held up would keep everybody's answers back (R8). An actor asks anew
/// only after it has been answered, so its own answers are in order all the same.
/// </summary>
internal sealed class WriteRequest(WriteMessages asked, IReadOnlyList<AtomicWrite> writes, IActorRef journal)
{
    private Exception?[]? _rejected;
    private Exception? _failure;
    private int _underWay;

    /// <summary>In the order of the request.</summary>
    public IReadOnlyList<AtomicWrite> Writes { get; } = writes;

    /// <summary>One as a rule: an actor asks for its own.</summary>
    public string PersistenceId => Writes[0].PersistenceId;

    /// <summary>The write cannot be stored whatever the database says; the others can.</summary>
    public void Reject(int write, Exception cause) => (_rejected ??= new Exception?[Writes.Count])[write] = cause;

    /// <summary>This many ends are to come; none where everything was rejected.</summary>
    public void Begin(int appends)
    {
        _underWay = appends;
        if (appends == 0) Answer();
    }

    public void Ended(Exception? failure)
    {
        if (failure is not null) Interlocked.CompareExchange(ref _failure, failure, null);
        if (Interlocked.Decrement(ref _underWay) == 0) Answer();
    }

    private void Answer()
    {
        Tell(_failure is null ? WriteMessagesSuccessful.Instance : new WriteMessagesFailed(_failure, Writes.Count), journal);
        var write = -1;
        foreach (var message in asked.Messages)
        {
            if (message is not AtomicWrite atomic)
            {
                Tell(new LoopMessageSuccess(message.Payload, asked.ActorInstanceId), message.Sender);
                continue;
            }

            write++;
            foreach (var persistent in (IEnumerable<IPersistentRepresentation>)atomic.Payload)
                Tell(AnswerTo(persistent, write), persistent.Sender);
        }
    }

    private object AnswerTo(IPersistentRepresentation persistent, int write) =>
        _failure is not null ? new WriteMessageFailure(persistent, _failure, asked.ActorInstanceId)
        : _rejected?[write] is { } cause ? new WriteMessageRejected(persistent, cause, asked.ActorInstanceId)
        : new WriteMessageSuccess(persistent, asked.ActorInstanceId);

    private void Tell(object answer, IActorRef sender) => asked.PersistentActor.Tell(answer, sender);
}
