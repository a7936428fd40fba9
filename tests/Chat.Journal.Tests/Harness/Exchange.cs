using Akka.Actor;

namespace Chat.Journal.Tests.Harness;

/// <summary>One request to a plugin and the answers to it, up to the last.</summary>
internal sealed class Exchange<T> : UntypedActor
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);
    private readonly Func<object, bool> _isLast;
    private readonly Func<T> _result;
    private readonly TaskCompletionSource<T> _done;

    private Exchange(Func<object, bool> isLast, Func<T> result, TaskCompletionSource<T> done)
    {
        _isLast = isLast;
        _result = result;
        _done = done;
    }

    /// <param name="isLast">Takes note of an answer; true if it was the last. What it throws fails the exchange.</param>
    public static Task<T> StartAsync(ActorSystem system, IActorRef plugin, Func<IActorRef, object> request, Func<object, bool> isLast, Func<T> result)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
#pragma warning disable AK1008 // a static method: the test's own thread makes it
        var asker = system.ActorOf(Props.CreateBy(new Producer(isLast, result, done)));
#pragma warning restore AK1008
        var message = request(asker);
        plugin.Tell(message, asker);
        return done.Task.WaitAsync(Limit);
    }

    protected override void OnReceive(object message)
    {
        try
        {
            if (!_isLast(message)) return;
            _done.TrySetResult(_result());
        }
        catch (Exception e)
        {
            _done.TrySetException(e);
        }

        Context.Stop(Self);
    }

    private sealed class Producer(Func<object, bool> isLast, Func<T> result, TaskCompletionSource<T> done) : IIndirectActorProducer
    {
        public Type ActorType => typeof(Exchange<T>);

        public ActorBase Produce() => new Exchange<T>(isLast, result, done);

        public void Release(ActorBase actor)
        {
        }
    }
}
