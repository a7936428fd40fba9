using System.Collections.Immutable;

namespace Chat.Node.Health;

internal sealed partial class Readiness(ILogger<Readiness> log) : IReadiness
{
    private ImmutableSortedDictionary<string, Reason> _reasons = ImmutableSortedDictionary<string, Reason>.Empty
        .Add(ReadinessNames.Database, new Reason("not asked yet", Blocks: true))
        .Add(ReadinessNames.Actors, new Reason("starting", Blocks: true));

    public bool IsReady => Volatile.Read(ref _reasons).Values.All(reason => !reason.Blocks);

    public IReadOnlyDictionary<string, string> Reasons => Volatile.Read(ref _reasons).ToImmutableSortedDictionary(r => r.Key, r => r.Value.Detail);

    public void Block(string name, string detail) => Set(name, new Reason(detail, Blocks: true));

    public void Impair(string name, string detail) => Set(name, new Reason(detail, Blocks: false));

    public bool TakesSockets => Volatile.Read(ref _reasons).Values.All(reason => reason is { Blocks: false, BlocksSockets: false });

    public void RefuseSockets(string name, string detail) => Set(name, new Reason(detail, Blocks: false, BlocksSockets: true));

    public void Clear(string name)
    {
        if (ImmutableInterlocked.Update(ref _reasons, static (reasons, gone) => reasons.Remove(gone), name))
            Log.Cleared(log, name, IsReady);
    }

    private void Set(string name, Reason reason)
    {
        var before = Volatile.Read(ref _reasons);
        ImmutableInterlocked.Update(ref _reasons, static (reasons, set) => reasons.SetItem(set.Name, set.Reason), (Name: name, Reason: reason));
        if (before.ContainsKey(name)) return;
        if (reason.Blocks) Log.NotReady(log, name, reason.Detail);
        else Log.Impaired(log, name, reason.Detail);
    }

    private readonly record struct Reason(string Detail, bool Blocks, bool BlocksSockets = false);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Not ready: {Name}, {Detail}")]
        public static partial void NotReady(ILogger log, string name, string detail);

        [LoggerMessage(2, LogLevel.Information, "{Name} is well; node ready: {Ready}")]
        public static partial void Cleared(ILogger log, string name, bool ready);

        [LoggerMessage(3, LogLevel.Warning, "Ready, but not for all: {Name}, {Detail}")]
        public static partial void Impaired(ILogger log, string name, string detail);
    }
}
