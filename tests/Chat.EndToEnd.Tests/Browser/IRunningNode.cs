namespace Chat.EndToEnd.Tests.Browser;

/// <summary>A node that serves the demo page and takes traffic.</summary>
public interface IRunningNode
{
    /// <summary>Scheme, host and port, without a slash at the end.</summary>
    string BaseAddress { get; }
}
