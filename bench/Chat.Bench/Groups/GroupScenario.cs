namespace Chat.Bench.Groups;

internal enum GroupScenario
{
    /// <summary>One large group, everybody on line, a few write as fast as they are acked.</summary>
    Busy,

    /// <summary>One large group, most members away; then they come back.</summary>
    Away,

    /// <summary>Many small groups, one member of each writes as fast as he is acked.</summary>
    Many,

    /// <summary>Many small groups at a modest rate, alone and beside a busy large one.</summary>
    Mixed,
}
