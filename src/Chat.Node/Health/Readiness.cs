using System.Collections.Immutable;

namespace Chat.Node.Health;

internal sealed partial class Readiness(ILogger<Readiness> log) : IReadiness
{
    private ImmutableSortedDictionary<string, string> _reasons = ImmutableSortedDictionary<string, string>.Empty
        .Add(ReadinessNames.Database, "not asked yet")
        .Add(ReadinessNames.Actors, "starting");

    public bool IsReady => Volatile.Read(ref _reasons).IsEmpty;

    public IReadOnlyDictionary<string, string> Reasons => Volatile.Read(ref _reasons);

    public void Block(string name, string detail)
    {
        var before = Volatile.Read(ref _reasons);
        ImmutableInterlocked.Update(ref _reasons, static (reasons, reason) => reasons.SetItem(reason.Name, reason.Detail), (Name: name, Detail: detail));
        if (!before.ContainsKey(name))
            Log.NotReady(log, name, detail);
    }

    public void Clear(string name)
    {
        if (ImmutableInterlocked.Update(ref _reasons, static (reasons, gone) => reasons.Remove(gone), name))
            Log.Cleared(log, name, IsReady);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Not ready: {Name}, {Detail}")]
        public static partial void NotReady(ILogger log, string name, string detail);

        [LoggerMessage(2, LogLevel.Information, "{Name} is well; node ready: {Ready}")]
        public static partial void Cleared(ILogger log, string name, bool ready);
    }
}
