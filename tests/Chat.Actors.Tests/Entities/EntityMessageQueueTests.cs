using Akka.Actor;
using Chat.Actors.Entities;

namespace Chat.Actors.Tests.Entities;

/// <summary>The ring behind a user's mailbox.</summary>
public sealed class EntityMessageQueueTests
{
    private static Envelope Number(int n) => new(n, ActorRefs.NoSender);

    [Fact]
    public void What_goes_in_at_either_end_comes_out_in_order()
    {
        var random = new Random(3);
        var queue = new EntityMessageQueue();
        var expected = new LinkedList<int>();
        for (var i = 0; i < 20_000; i++)
        {
            switch (random.Next(5))
            {
                case 0 or 1:
                    queue.Enqueue(ActorRefs.Nobody, Number(i));
                    expected.AddLast(i);
                    break;
                case 2:
                    queue.EnqueueFirst(Number(i));
                    expected.AddFirst(i);
                    break;
                default:
                    Assert.Equal(expected.Count > 0, queue.TryDequeue(out var envelope));
                    if (expected.Count == 0) break;
                    Assert.Equal(expected.First!.Value, envelope.Message);
                    expected.RemoveFirst();
                    break;
            }

            Assert.Equal(expected.Count, queue.Count);
            Assert.Equal(expected.Count > 0, queue.HasMessages);
        }
    }

    [Fact]
    public async Task Many_producers_lose_nothing_and_keep_each_their_order()
    {
        const int producers = 4, each = 20_000;
        var queue = new EntityMessageQueue();
        var sending = Enumerable.Range(0, producers).Select(p => Task.Run(() =>
        {
            for (var i = 0; i < each; i++)
                queue.Enqueue(ActorRefs.Nobody, Number(p * each + i));
        })).ToArray();
        var last = Enumerable.Repeat(-1, producers).ToArray();
        var received = 0;
        while (received < producers * each)
        {
            if (!queue.TryDequeue(out var envelope)) continue;
            var number = (int)envelope.Message;
            Assert.Equal(last[number / each] + 1, number % each);
            last[number / each] = number % each;
            received++;
        }

        await Task.WhenAll(sending);
        Assert.False(queue.HasMessages);
    }
}
