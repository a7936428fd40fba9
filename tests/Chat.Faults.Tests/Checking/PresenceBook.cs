using Chat.Faults.Tests.Running;
using Chat.Faults.Tests.Traffic;

namespace Chat.Faults.Tests.Checking;

/// <summary>Who is on line, and what watchers are shown. Not thread-safe.</summary>
internal sealed class PresenceBook(Cast cast)
{
    /// <summary>Presence is right within this, after everything has come to rest or has changed.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(15);

    private const int StoryEnd = 8;

    private readonly Dictionary<string, HashSet<CastDevice>> _online = cast.Users.ToDictionary(user => user, _ => new HashSet<CastDevice>());
    private readonly Dictionary<string, TimeSpan> _changed = cast.Users.ToDictionary(user => user, _ => TimeSpan.Zero);
    private readonly Dictionary<string, List<string>> _stories = cast.Users.ToDictionary(user => user, _ => new List<string>());
    private readonly Dictionary<CastDevice, View> _views = [];

    public bool IsOnline(string user) => _online[user].Count > 0;

    /// <param name="node">That it is connected to, and as which session.</param>
    public void Connected(CastDevice device, TimeSpan at, string node)
    {
        _stories[device.User].Add($"{RunClock.Text(at)} {device} connected to {node}");
        if (_online[device.User].Count == 0) _changed[device.User] = at;
        _online[device.User].Add(device);
    }

    public void Disconnected(CastDevice device, TimeSpan at)
    {
        _views.Remove(device);
        _stories[device.User].Add($"{RunClock.Text(at)} {device} disconnected");
        if (_online[device.User].Remove(device) && _online[device.User].Count == 0) _changed[device.User] = at;
    }

    public void Subscribed(CastDevice watcher, IEnumerable<string> users, TimeSpan at, string node) => _views[watcher] = new View(at, node, [.. users]);

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
                        "presence", $"{watcher} on {view.Node} is shown {user} {Word(shown)} at {RunClock.Text(now)}, since {RunClock.Text(view.Since)}, who is {Word(IsOnline(user))}:\n"
                        + string.Join('\n', _stories[user].TakeLast(StoryEnd).Select(entry => "      " + entry)));
                }
            }
        }
    }

    private static string Word(bool? online) => online switch { true => "on line", false => "off line", null => "not at all" };

    private static TimeSpan Max(TimeSpan a, TimeSpan b) => a > b ? a : b;

    private sealed record View(TimeSpan Since, string Node, string[] Users)
    {
        public Dictionary<string, bool> Shown { get; } = [];
    }
}
