using Microsoft.Playwright;

namespace Chat.EndToEnd.Tests.Browser;

/// <summary>One browser profile with as many windows as a test opens. At its end no window may have broken a rule of the page.</summary>
internal sealed class Desk : IAsyncDisposable
{
    private readonly List<string> _faults = [];

    private Desk(IBrowserContext context, string baseAddress) => (Context, BaseAddress) = (context, baseAddress);

    public IBrowserContext Context { get; }

    public string BaseAddress { get; }

    public static async Task<Desk> OpenAsync(ChromiumFixture chromium, BrowserNewContextOptions? options = null)
    {
        options ??= new() { ViewportSize = new() { Width = 1280, Height = 800 } };
        options.BaseURL = chromium.BaseAddress;
        return new Desk(await chromium.Browser.NewContextAsync(options), chromium.BaseAddress);
    }

    public static BrowserNewContextOptions Phone => new()
    {
        ViewportSize = new() { Width = 390, Height = 844 },
        HasTouch = true,
        IsMobile = true,
        DeviceScaleFactor = 2,
    };

    public async Task<ChatWindow> WindowAsync(string path = "/")
    {
        var window = Watched(await Context.NewPageAsync());
        await window.Page.GotoAsync(path);
        return window;
    }

    /// <summary>Opens a window from the person's profile that becomes another device of theirs.</summary>
    public async Task<ChatWindow> AnotherDeviceAsync(ChatWindow of)
    {
        var page = await Context.RunAndWaitForPageAsync(() => of.ProfileAsync(profile =>
            profile.GetByRole(AriaRole.Link, new() { Name = "Open as another device" }).ClickAsync()));
        var window = Watched(page);
        await window.SignInAgainAsync(of);
        return window;
    }

    private ChatWindow Watched(IPage page)
    {
        page.PageError += (_, error) => _faults.Add(error);
        page.Console += (_, said) =>
        {
            if (said.Type == "error" && said.Text.Contains("Content Security Policy", StringComparison.Ordinal)) _faults.Add(said.Text);
        };
        return new ChatWindow(page);
    }

    /// <summary>Opens a window and registers a new person in it.</summary>
    public async Task<ChatWindow> PersonAsync(string name, string path = "/")
    {
        var window = await WindowAsync(path);
        await window.RegisterAsync(name);
        return window;
    }

    public async ValueTask DisposeAsync()
    {
        await Context.DisposeAsync();
        Assert.Empty(_faults);
    }
}
