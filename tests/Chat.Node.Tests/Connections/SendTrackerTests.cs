using Chat.Domain.Users;
using Chat.Node.Connections.Sends;
using Chat.Protocol.Entities;
using Chat.Protocol.Ids;

namespace Chat.Node.Tests.Connections;

/// <summary>
/// M1 and M2 against a network that loses, doubles and reorders, and entities that now and then forget the session: what was sent is
/// accepted once each, in order, whatever happens.
/// </summary>
public sealed class SendTrackerTests
{
    private static readonly EntityAddress[] Targets =
        [EntityAddress.Of(new UserId("bob")), EntityAddress.Of(new UserId("carol")), new(EntityKind.Group, "bob")];

    [Fact]
    public void Everything_is_accepted_once_and_in_order_over_a_bad_network()
    {
        for (var seed = 0; seed < 300; seed++)
            new History(seed).Run();
    }

    private sealed class History(int seed) : ISendPort
    {
        private readonly Random _random = new(seed);
        private readonly List<(PendingSend Send, long Oldest)> _toEntities = [];
        private readonly List<(EntityAddress Target, long N, bool Resend)> _toConnection = [];
        private readonly Dictionary<EntityAddress, Entity> _entities = Targets.ToDictionary(r => r, _ => new Entity());
        private readonly Dictionary<EntityAddress, List<string>> _started = Targets.ToDictionary(r => r, _ => new List<string>());
        private SendTracker? _tracker;
        private long _lastNumber;
        private long _now;
        private int _answers;

        public void Run()
        {
            for (var step = 0; step < 600 || _tracker is { Count: > 0 }; step++)
            {
                Assert.True(step < 100_000, $"seed {seed} is stuck");
                _now += 50;
                if (step < 300 && (_tracker?.Count ?? 0) < 16)
                    Start($"m{step}");
                Deliver();
                _tracker?.OnDue(_now, []);
                if (_tracker is { Count: 0 } && _random.Next(3) == 0)
                    (_lastNumber, _tracker) = (_tracker.LastNumber, null);
                if (_random.Next(40) == 0)
                    _entities[Targets[_random.Next(3)]].Forget();
            }

            Assert.Equal(300, _answers + (300 - _started.Values.Sum(s => s.Count)));
            foreach (var target in Targets)
                Assert.Equal(_started[target], _entities[target].Accepted);
        }

        public void Transmit(PendingSend send, long oldest)
        {
            for (var copies = _random.Next(4); copies > 0; copies = copies > 1 ? _random.Next(2) : 0)
                _toEntities.Add((send, oldest));
        }

        private void Start(string id)
        {
            var target = Targets[_random.Next(3)];
            _tracker ??= new SendTracker(new SendRetries(TimeSpan.FromSeconds(1), TimeSpan.FromDays(1), _random), this, _lastNumber);
            Assert.Equal(SendStart.Sent, _tracker.Start(target, new ClientMessageId(id), new MessageBody(id, null, null, 0), _now));
            _started[target].Add(id);
        }

        private void Deliver()
        {
            for (var i = _random.Next(6); i > 0 && _toEntities.Count > 0; i--)
            {
                var at = _random.Next(Math.Min(4, _toEntities.Count));
                var (send, oldest) = _toEntities[at];
                _toEntities.RemoveAt(at);
                if (_random.Next(10) > 0 && _entities[send.Target].Take(send, oldest) is { } answer)
                    _toConnection.Add((send.Target, answer.N, answer.Resend));
            }

            for (var i = _random.Next(6); i > 0 && _toConnection.Count > 0; i--)
            {
                var at = _random.Next(Math.Min(4, _toConnection.Count));
                var (target, n, resend) = _toConnection[at];
                _toConnection.RemoveAt(at);
                if (_random.Next(10) == 0)
                    continue;
                if (resend)
                    _tracker?.Resend(target, n, _now);
                else if (_tracker?.Answered(target, n, _now) is not null)
                    _answers++;
            }
        }
    }

    /// <summary>What a recipient's entity does with the numbers, as M2 has it.</summary>
    private sealed class Entity
    {
        private readonly HashSet<string> _known = [];
        private long? _expected;

        public List<string> Accepted { get; } = [];

        public void Forget() => _expected = null;

        public (long N, bool Resend)? Take(PendingSend send, long oldest)
        {
            if (_known.Contains(send.ClientMessageId.Value))
            {
                _expected = Math.Max(_expected ?? 0, send.N + 1);
                return (send.N, false);
            }

            if (send.N == _expected || (send.N == oldest && send.N > (_expected ?? 0)))
            {
                _expected = send.N + 1;
                _known.Add(send.ClientMessageId.Value);
                Accepted.Add(send.ClientMessageId.Value);
                return (send.N, false);
            }

            return send.N < _expected ? null : (_expected ?? oldest, true);
        }
    }
}
