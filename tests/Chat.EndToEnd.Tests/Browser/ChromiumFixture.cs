using Chat.EndToEnd.Tests.Harness;
using Microsoft.Playwright;

namespace Chat.EndToEnd.Tests.Browser;

/// <summary>
/// One Chromium and one node for all tests of a class. The browser is the one on the machine (<c>CHROMIUM</c>, or where
/// distributions put it); none is ever downloaded, and without one the tests are skipped and say why.
/// </summary>
public sealed class ChromiumFixture : IAsyncLifetime
{
    private static readonly string[] Arguments =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
        "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ];

    private static readonly string[] UsualPlaces = ["/usr/bin/chromium-headless-shell", "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    private IPlaywright? _playwright;
    private NodeProcess? _node;

    public IBrowser Browser { get; private set; } = null!;

    private readonly TempFolder _data = new();

    /// <summary>Scheme, host and port of the node.</summary>
    public string BaseAddress => _node!.BaseAddress;

    /// <summary>Why there is no browser, or null when there is one.</summary>
    public string? Missing { get; private set; }

    public async Task InitializeAsync()
    {
        var named = Environment.GetEnvironmentVariable("CHROMIUM");
        var executable = string.IsNullOrEmpty(named) ? UsualPlaces.FirstOrDefault(File.Exists) : named;
        if (executable is null || !File.Exists(executable))
        {
            Missing = $"No Chromium at {named ?? string.Join(", ", UsualPlaces)}. Set CHROMIUM to the path of one.";
            Console.WriteLine(Missing);
            return;
        }

        // Time for two windows, a node and a build on a small machine; a condition that holds is never waited for.
        Assertions.SetDefaultExpectTimeout(20_000);
        _playwright = await Playwright.CreateAsync();
        Browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = executable, Headless = true, Args = Arguments });
        _node = await NodeProcess.StartAsync(_data.Path, NodeDatabase.Sqlite);
    }

    public async Task DisposeAsync()
    {
        if (_playwright is not null)
        {
            if (Browser is not null) await Browser.DisposeAsync();
            _playwright.Dispose();
        }

        if (_node is not null) await _node.DisposeAsync();
        _data.Dispose();
    }
}
