using Chat.Faults.Tests.Traffic;

namespace Chat.Faults.Tests.Checking;

/// <summary>Who is on line, and what watchers are shown. Not thread-safe.</summary>
internal sealed class PresenceBook(Cast cast)
{
    /// <summary>Presence is right within this, after everything has come to rest or has changed.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(15);

    private readonly Dictionary<string, HashSet<CastDevice>> _online = cast.Users.ToDictionary(user => user, _ => new HashSet<CastDevice>());
    private readonly Dictionary<string, TimeSpan> _changed = cast.Users.ToDictionary(user => user, _ => TimeSpan.Zero);
    private readonly Dictionary<CastDevice, View> _views = [];

    public bool IsOnline(string user) => _online[user].Count > 0;

    public void Connected(CastDevice device, TimeSpan at)
    {
        if (_online[device.User].Count == 0) _changed[device.User] = at;
        _online[device.User].Add(device);
    }

    public void Disconnected(CastDevice device, TimeSpan at)
    {
        _views.Remove(device);
        if (_online[device.User].Remove(device) && _online[device.User].Count == 0) _changed[device.User] = at;
    }

    public void Subscribed(CastDevice watcher, IEnumerable<string> users, TimeSpan at) => _views[watcher] = new View(at, [.. users]);

    public void Shown(CastDevice watcher, string user, bool online)
    {
        if (_views.TryGetValue(watcher, out var view)) view.Shown[user] = online;
    }

    /// <summary>What is shown wrongly now; with <paramref name="late"/>, only what ought to be right by now.</summary>
    /// <param name="quiet">Since when nothing has been wrong with nodes and database.</param>
    public IEnumerable<Violation> Wrong(TimeSpan now, TimeSpan quiet, bool late)
    {
        foreach (var (watcher, view) in _views)
        {
            foreach (var user in view.Users)
            {
                var shown = view.Shown.TryGetValue(user, out var online) ? online : (bool?)null;
                if (shown == IsOnline(user)) continue;
                var since = Max(quiet, Max(_changed[user], view.Since));
                if (!late || now - since > Limit)
                {
                    yield return new Violation(
                        "presence", $"{watcher} is shown {user} {Word(shown)}, who is {Word(IsOnline(user))} since {Running.RunClock.Text(_changed[user])}; subscribed at {Running.RunClock.Text(view.Since)}, now it is {Running.RunClock.Text(now)}, quiet since {Running.RunClock.Text(quiet)}");
                }
            }
        }
    }

    private static string Word(bool? online) => online switch { true => "on line", false => "off line", null => "not at all" };

    private static TimeSpan Max(TimeSpan a, TimeSpan b) => a > b ? a : b;

    private sealed record View(TimeSpan Since, string[] Users)
    {
        public Dictionary<string, bool> Shown { get; } = [];
    }
}
