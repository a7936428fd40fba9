using System.Diagnostics.CodeAnalysis;
using Akka.Actor;
using Akka.Configuration;
using Akka.Dispatch;
using Akka.Dispatch.MessageQueues;

namespace Chat.Actors.Entities;

/// <summary>
/// The mailbox of an entity: a small ring that is not there while it is empty. Akka's own keeps a segment of 32 places per actor,
/// 1 KiB that a hundred thousand idle entities would each pay for. Unbounded like Akka's; what bounds it is that every sender waits for answers.
/// </summary>
public sealed class EntityMailbox(Settings settings, Config config) : MailboxType(settings, config), IProducesMessageQueue<EntityMessageQueue>
{
    public const string Id = "chat.entity-mailbox";

    public static string Hocon { get; } = $"{Id}.mailbox-type = \"{typeof(EntityMailbox).FullName}, {typeof(EntityMailbox).Assembly.GetName().Name}\"";

    public override IMessageQueue Create(IActorRef owner, ActorSystem system) => new EntityMessageQueue();
}

/// <summary>A double-ended queue, as stashing needs it. Many producers, one consumer; its lock is held for a few instructions.</summary>
public sealed class EntityMessageQueue : IMessageQueue, IUnboundedDequeBasedMessageQueueSemantics
{
    private const int FirstCapacity = 4;

    /// <summary>A ring that was larger than this in a burst is given up once it is empty.</summary>
    private const int KeptCapacity = 16;

    // Guards the three below; the queue itself is the lock, to spare another object.
    private Envelope[]? _ring;
    private int _head;
    private volatile int _count;

    public bool HasMessages => _count > 0;

    public int Count => _count;

    [SuppressMessage("Reliability", "CA2002", Justification = "The queue belongs to one mailbox; nobody else locks it.")]
    public void Enqueue(IActorRef receiver, Envelope envelope)
    {
        lock (this)
        {
            MakeRoom();
            _ring[(_head + _count) & (_ring.Length - 1)] = envelope;
            _count++;
        }
    }

    public void EnqueueFirst(Envelope envelope)
    {
        lock (this)
        {
            MakeRoom();
            _head = (_head - 1) & (_ring.Length - 1);
            _ring[_head] = envelope;
            _count++;
        }
    }

    public bool TryDequeue(out Envelope envelope)
    {
        lock (this)
        {
            if (_count == 0)
            {
                envelope = default;
                return false;
            }

            envelope = _ring![_head];
            _ring[_head] = default;
            _head = (_head + 1) & (_ring.Length - 1);
            if (--_count == 0 && _ring.Length > KeptCapacity)
            {
                _ring = null;
                _head = 0;
            }

            return true;
        }
    }

    public void CleanUp(IActorRef owner, IMessageQueue deadletters)
    {
        while (TryDequeue(out var envelope))
            deadletters.Enqueue(owner, envelope);
    }

    [MemberNotNull(nameof(_ring))]
    private void MakeRoom()
    {
        if (_ring is null)
        {
            _ring = new Envelope[FirstCapacity];
            return;
        }

        if (_count < _ring.Length) return;
        var larger = new Envelope[_ring.Length * 2];
        for (var i = 0; i < _count; i++)
            larger[i] = _ring[(_head + i) & (_ring.Length - 1)];
        _ring = larger;
        _head = 0;
    }
}
