using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Cluster.Sharding;
using Akka.Configuration;
using Chat.Actors.Entities;
using Chat.Actors.History;
using Chat.Actors.Idempotency;
using Chat.Actors.Persistence;
using Chat.Actors.Serialization;
using Chat.Actors.Users;
using Chat.Domain.Users;
using Chat.Protocol.Entities;
using Chat.Protocol.Ids;
using Microsoft.Extensions.Logging.Abstractions;

namespace Chat.Actors.Tests.Harness;

/// <summary>
/// One "node" for entity specs: an actor system without cluster or sockets, in which a parent stands for the shard. Two of them over one
/// journal are two nodes between which an entity moves.
/// </summary>
internal sealed class UserHost : IAsyncDisposable
{
    public static readonly DateTimeOffset Noon = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);

    private readonly ActorSystem _system;
    private readonly IActorRef _shard;

    public UserHost(Config persistence, UserLimits? limits = null, TimeProvider? time = null, IEntityRows? rows = null, ISpilledSends? spilled = null, IJournals? journals = null, IHistoryWriter? history = null, Akka.Actor.Setup.Setup? setup = null)
    {
        var config = ConfigurationFactory.ParseString("akka { log-dead-letters = off, loglevel = WARNING, stdout-loglevel = OFF, loggers = [] }")
            .WithFallback(persistence)
            .WithFallback(ConfigurationFactory.ParseString(SerializationHocon.Text + "\n" + EntityMailbox.Hocon));
        var bootstrap = BootstrapSetup.Create().WithConfig(config);
        _system = ActorSystem.Create("users", setup is null ? ActorSystemSetup.Create(bootstrap) : bootstrap.And(setup));
        Dependencies = new UserDependencies(limits ?? new UserLimits(), new EntityDependencies(
            1, Entities, Connections, Numbers, rows ?? new NoRows(), Debts, spilled ?? new SpilledInMemory(), history ?? new NoHistory(), journals ?? new DefaultJournals(),
            time ?? TimeProvider.System, new Random(7), NullLogger.Instance));
        _shard = _system.ActorOf(Props.Create(() => new Shard(Dependencies)), "shard");
    }

    public RecordedConnections Connections { get; } = new();
    public RecordedEntities Entities { get; } = new();
    public RecordedDebts Debts { get; } = new();
    public CountedNumbers Numbers { get; } = new();
    public UserDependencies Dependencies { get; }
    public ExtendedActorSystem System => (ExtendedActorSystem)_system;

    public void Tell(UserCommand command) => _shard.Tell(command);

    /// <summary>Stops the entity as a shard does at hand-off, and waits until it is gone.</summary>
    public Task MoveAwayAsync(string user) => _shard.Ask<Gone>(new HandOver(user), TimeSpan.FromSeconds(20));

    public Task<bool> IsAwakeAsync(string user) => _shard.Ask<bool>(new IsAwake(user), TimeSpan.FromSeconds(20));

    public static UserCommands.SendMessage Message(
        string to, int n, string text, string from = "anna", long session = 1, string? clientId = null, long oldest = 0) => new(
        new UserId(to), new ConnectionAddress(1, session), n, oldest == 0 ? n : oldest, new UserId(from), new DeviceId("phone"),
        new ClientMessageId(clientId ?? $"c{session}-{n}"), new MessageBody(text, null, null, 1), 0, EchoOwed: false);

    public static UserCommands.AttachDevice Attach(string user, long connection, string device = "phone") => new(
        new UserId(user), new ConnectionAddress(1, connection), new DeviceId(device), "test", "1", Sync: true, TokenIssuedAt: 1_700_000_000,
        Epoch: null, Position: null, Window: 256);

    public async ValueTask DisposeAsync() => await _system.Terminate();

    private sealed record HandOver(string User);

    private sealed record IsAwake(string User);

    private sealed record Gone;

    private sealed class Shard : ReceiveActor
    {
        public Shard(UserDependencies with)
        {
            var waiting = new Dictionary<IActorRef, IActorRef>();
            Receive<UserCommand>(command =>
            {
                var name = Uri.EscapeDataString(command.UserId.Value);
                var child = Context.Child(name);
                if (child.IsNobody()) child = Context.Watch(Context.ActorOf(UserActor.Props(command.UserId.Value, with), name));
                child.Forward(command);
            });
            Receive<Passivate>(passivate => Sender.Tell(passivate.StopMessage));
            Receive<HandOver>(move =>
            {
                var child = Context.Child(Uri.EscapeDataString(move.User));
                if (child.IsNobody())
                {
                    Sender.Tell(new Gone());
                    return;
                }

                waiting[child] = Sender;
                child.Tell(HandOff.Instance);
            });
            Receive<IsAwake>(asked => Sender.Tell(!Context.Child(Uri.EscapeDataString(asked.User)).IsNobody()));
            Receive<Terminated>(ended =>
            {
                if (waiting.Remove(ended.ActorRef, out var asker)) asker.Tell(new Gone());
            });
        }

        protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(_ => Directive.Stop);
    }
}
