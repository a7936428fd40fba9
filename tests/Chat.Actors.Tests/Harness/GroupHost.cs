using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Cluster.Sharding;
using Akka.Configuration;
using Chat.Actors.Addressing;
using Chat.Actors.Databases;
using Chat.Actors.Entities;
using Chat.Actors.Groups;
using Chat.Actors.Groups.Fanout;
using Chat.Actors.Groups.Listing;
using Chat.Actors.History;
using Chat.Actors.Persistence;
using Chat.Actors.Serialization;
using Chat.Actors.Users;
using Chat.Domain;
using Chat.Domain.Connections;
using Chat.Domain.Groups;
using Chat.Domain.Users;
using Chat.Protocol.Entities;
using Chat.Protocol.Ids;
using Microsoft.Extensions.Logging.Abstractions;

namespace Chat.Actors.Tests.Harness;

/// <summary>
/// One "node" with groups and their members as they are, and the fan-out between them; an actor stands for the shards, and counts how often
/// each entity has been started. Devices are <see cref="AckingDevices"/>.
/// </summary>
internal sealed class GroupHost : IAsyncDisposable
{
    private const long Node = 1;

    private readonly ActorSystem _system;
    private readonly LocalEntities _entities = new();
    private readonly IActorRef _shards;

    public GroupHost(Config persistence, IDatabases databases, UserLimits users, GroupLimits groups, TimeProvider? time = null, IHistoryWriter? history = null)
    {
        var config = ConfigurationFactory.ParseString("akka { log-dead-letters = off, loglevel = WARNING, stdout-loglevel = OFF, loggers = [] }")
            .WithFallback(persistence)
            .WithFallback(ConfigurationFactory.ParseString(SerializationHocon.Text + "\n" + EntityMailbox.Hocon));
        _system = ActorSystem.Create("groups", config);
        Devices = new AckingDevices(_entities);
        Rows = new SqlEntityRows(databases, (ExtendedActorSystem)_system);
        var shared = new EntityDependencies(
            Node, _entities, Devices, new CountedNumbers(), Rows, new RecordedDebts(), new SpilledInMemory(), history ?? new NoHistory(), new DefaultJournals(),
            time ?? TimeProvider.System, new Random(7), NullLogger.Instance);
        var queue = new FanoutQueue();
        new GroupFanout(queue, new NodeDirectory(), _entities, Node, NullLogger.Instance).Start(_system);
        _shards = _system.ActorOf(
            Props.CreateBy(new ShardsProducer(new UserDependencies(users, shared), new GroupDependencies(groups, shared, queue, Listing), Starts)), "shards");
        _entities.Shards = _shards;
    }

    public AckingDevices Devices { get; }
    public ActorSystem System => _system;
    public IEntities Entities => _entities;
    public RecordedListing Listing { get; } = new();
    public IEntityRows Rows { get; }

    /// <summary>How often each entity has been started.</summary>
    public ConcurrentDictionary<EntityAddress, int> Starts { get; } = new();

    public void Tell(IEntityMessage message) => _entities.Tell(message);

    /// <summary>A group whose members are all on line, and have seen that there is a group; the first is its owner.</summary>
    public async Task<List<AckingDevices.Phone>> CreateAsync(GroupId group, int members)
    {
        var phones = Enumerable.Range(1, members).Select(n => Devices.Connect(new UserId($"m{n}"))).ToList();
        await Eventually.HoldsAsync(() => phones.All(p => p.Of<ConnectionMessages.Attached>().Any()));
        Tell(new GroupCommands.CreateGroup(
            group, new ConnectionAddress(1, 1_000_000), phones[0].User, "Chess", [.. phones.Skip(1).Select(p => p.User)]));
        await Eventually.HoldsAsync(() => phones.All(p => p.Of<ConnectionMessages.PushGroupEntry>().Any()));
        return phones;
    }

    public Task<int> AwakeAsync() => _shards.Ask<int>(CountAwake.Instance, TimeSpan.FromSeconds(20));

    public async ValueTask DisposeAsync() => await _system.Terminate();

    private sealed class LocalEntities : IEntities
    {
        public IActorRef Shards { get; set; } = ActorRefs.Nobody;

        public void Tell(IEntityMessage message) => Shards.Tell(message, ActorRefs.NoSender);
    }

    private sealed class CountAwake
    {
        public static readonly CountAwake Instance = new();
    }

    private sealed class ShardsProducer(UserDependencies users, GroupDependencies groups, ConcurrentDictionary<EntityAddress, int> starts) : IIndirectActorProducer
    {
        public Type ActorType => typeof(Shards);

        public ActorBase Produce() => new Shards(users, groups, starts);

        public void Release(ActorBase actor)
        {
        }
    }

    private sealed class Shards : ReceiveActor
    {
        public Shards(UserDependencies users, GroupDependencies groups, ConcurrentDictionary<EntityAddress, int> starts)
        {
            Receive<IEntityMessage>(message =>
            {
                var entity = message.Entity;
                var name = Uri.EscapeDataString($"{entity.Kind}-{entity.Id}");
                var child = Context.Child(name);
                if (child.IsNobody())
                {
                    starts.AddOrUpdate(entity, 1, (_, n) => n + 1);
                    child = Context.ActorOf(
                        entity.Kind == EntityKind.User ? UserActor.Props(entity.Id, users) : GroupActor.Props(entity.Id, groups), name);
                }

                child.Forward(message);
            });
            Receive<Passivate>(passivate => Sender.Tell(passivate.StopMessage));
            Receive<CountAwake>(_ => Sender.Tell(Context.GetChildren().Count()));
        }

        protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(_ => Directive.Stop);
    }
}

/// <summary>A listing that takes everything at once.</summary>
internal sealed class RecordedListing : IGroupListingWriter
{
    public ConcurrentDictionary<GroupId, GroupListing> Listed { get; } = new();

    public bool TryWrite(GroupListingChange change)
    {
        Listed[change.Listing.Group] = change.Listing;
        change.Written();
        return true;
    }
}
