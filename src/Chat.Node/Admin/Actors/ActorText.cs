namespace Chat.Node.Admin.Actors;

/// <summary>What the palette <c>actor</c> says beside paths.</summary>
internal static class ActorText
{
    public static string CutOff(int most) => $"… more than {most}; begin further down (-s) or stay higher up (-d)";

    public static string NotThere(string path) => $"There is no actor {path} on this node.";

    public static string NotOurs(string path) => $"{path} is not for stopping: below /user only, and none of its guardians.";

    public static string WouldStop(string path, int below) => $"{path} and {below} below it would be stopped; --yes does it.";

    public static string Stopped(string path) => $"{path} is stopped";
}
