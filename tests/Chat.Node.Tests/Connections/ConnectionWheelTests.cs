using Chat.Node.Connections;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Chat.Node.Tests.Connections;

public sealed class ConnectionWheelTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly ConnectionWheel _wheel;

    public ConnectionWheelTests() => _wheel = new ConnectionWheel(_time, NullLogger<ConnectionWheel>.Instance);

    [Fact]
    public void An_entry_is_woken_once_and_never_early()
    {
        var entry = new Entry();
        _wheel.WakeBy(entry, _wheel.Now + 1_010);
        Pass(1_000);
        Assert.Equal(0, entry.Wakes);
        Pass(250);
        Assert.Equal(1, entry.Wakes);
        Pass(300_000);
        Assert.Equal(1, entry.Wakes);
    }

    [Fact]
    public void The_nearest_of_several_times_counts()
    {
        var entry = new Entry();
        _wheel.WakeBy(entry, 5_000);
        _wheel.WakeBy(entry, 1_000);
        _wheel.WakeBy(entry, 3_000);
        Pass(1_000);
        Assert.Equal(1, entry.Wakes);
        Pass(10_000);
        Assert.Equal(1, entry.Wakes);
    }

    [Fact]
    public void A_wait_of_more_than_a_round_is_kept()
    {
        var entry = new Entry();
        _wheel.WakeBy(entry, 200_000);
        Pass(199_750);
        Assert.Equal(0, entry.Wakes);
        Pass(250);
        Assert.Equal(1, entry.Wakes);
    }

    [Fact]
    public void What_is_removed_is_not_woken_and_leaves_its_neighbours_alone()
    {
        var entries = Enumerable.Range(0, 5).Select(_ => new Entry()).ToArray();
        foreach (var entry in entries)
            _wheel.WakeBy(entry, 1_000);
        _wheel.Remove(entries[0]);
        _wheel.Remove(entries[2]);
        _wheel.Remove(entries[4]);
        Pass(2_000);
        Assert.Equal([0, 1, 0, 1, 0], entries.Select(e => e.Wakes));
    }

    [Fact]
    public void An_entry_may_ask_again_while_it_is_woken_and_a_fault_stops_nobody_else()
    {
        var again = new Entry();
        again.Woken = () => _wheel.WakeBy(again, _wheel.Now + 1_000);
        var faulty = new Entry { Woken = () => throw new InvalidOperationException("on purpose") };
        _wheel.WakeBy(faulty, 1_000);
        _wheel.WakeBy(again, 1_000);
        for (var i = 0; i < 10; i++)
            Pass(1_000);
        Assert.Equal((10, 1), (again.Wakes, faulty.Wakes));
    }

    public void Dispose() => _wheel.Dispose();

    private void Pass(int milliseconds) => _time.Advance(TimeSpan.FromMilliseconds(milliseconds));

    private sealed class Entry : WheelEntry
    {
        public int Wakes { get; private set; }

        public Action? Woken { get; set; }

        protected internal override void OnDue()
        {
            Wakes++;
            Woken?.Invoke();
        }
    }
}
