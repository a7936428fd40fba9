using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Akka.Actor;
using Akka.Event;

namespace Chat.Node.Tests.Bootstrap;

/// <summary>Keeps what an actor system logs, from its first line on.</summary>
public sealed class LogLines : ReceiveActor
{
    private static readonly ConditionalWeakTable<ActorSystem, ConcurrentQueue<string>> Lines = new();

    public LogLines()
    {
        var lines = Of(Context.System);
        Receive<InitializeLogger>(_ => Sender.Tell(new LoggerInitialized()));
        Receive<LogEvent>(line => lines.Enqueue($"{line.LogLevel()}: {line.Message}"));
    }

    public static ConcurrentQueue<string> Of(ActorSystem system) => Lines.GetOrCreateValue(system);
}
