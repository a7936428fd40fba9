using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Chat.EndToEnd.Tests.Browser;

/// <summary>A window of the demo page, in the words of the person in front of it.</summary>
internal sealed class ChatWindow(IPage page)
{
    private const string Password = "correct horse battery";

    public IPage Page { get; } = page;

    /// <summary>The handle of the person in this window: the name with a random tail, so that tests share a node.</summary>
    public string Handle { get; private set; } = "";

    public string Name { get; private set; } = "";

    public ILocator Composer => Page.GetByLabel("Message", new() { Exact = true });

    public ILocator Messages => Page.Locator("#thread .message");

    public ILocator PeerState => Page.Locator("#peer-state");

    public ILocator Conversations => Page.Locator("#conversations button");

    public ILocator Archived => Page.Locator("#archived button");

    public ILocator Message(string text) => Messages.Filter(new() { Has = Page.GetByText(text, new() { Exact = true }) });

    public ILocator Conversation(ChatWindow with) => Conversations.Filter(new() { HasText = with.Name });

    public async Task RegisterAsync(string name)
    {
        NameAfresh(name);
        // Where another window of this browser does not say in time that its account is in use, the page offers to sign in with that.
        await Expect(Page.Locator("[role=tab][aria-selected=true]")).ToHaveCountAsync(1);
        await Page.GetByRole(AriaRole.Tab, new() { Name = "New account" }).ClickAsync();
        await Page.GetByLabel("Handle", new() { Exact = true }).FillAsync(Handle);
        await Page.GetByLabel("Name (optional)").FillAsync(Name);
        await Page.GetByLabel("Password", new() { Exact = true }).FillAsync(Password);
        await Page.GetByRole(AriaRole.Button, new() { Name = "Create account" }).ClickAsync();
        await ConnectedAsync();
    }

    /// <summary>The same, without ever touching a pointer.</summary>
    public async Task RegisterFromTheKeyboardAsync(string name)
    {
        NameAfresh(name);
        await Expect(Page.GetByLabel("Handle", new() { Exact = true })).ToBeFocusedAsync();
        foreach (var text in new[] { Handle, Name, Password })
        {
            await Page.Keyboard.TypeAsync(text);
            if (text != Password) await Page.Keyboard.PressAsync("Tab");
        }

        await Page.Keyboard.PressAsync("Enter");
        await ConnectedAsync();
    }

    /// <summary>A window opened later goes on as the person that an earlier one was.</summary>
    public async Task ContinueAsAsync(ChatWindow earlier)
    {
        (Handle, Name) = (earlier.Handle, earlier.Name);
        await Page.Locator("#known-accounts button:enabled").Filter(new() { HasText = Handle }).ClickAsync();
        await ConnectedAsync();
    }

    /// <summary>The window that was opened as another device asks for the password, and for nothing else.</summary>
    public async Task SignInAgainAsync(ChatWindow other)
    {
        (Handle, Name) = (other.Handle, other.Name);
        await Expect(Page.GetByLabel("Handle", new() { Exact = true })).ToHaveValueAsync(Handle);
        await Page.GetByLabel("Password", new() { Exact = true }).FillAsync(Password);
        await Page.Locator("#account-form button[type=submit]").ClickAsync();
        await ConnectedAsync();
    }

    public Task ConnectedAsync() => Expect(Page.Locator("#status[data-tone=good]")).ToBeAttachedAsync();

    public Task DisconnectedAsync() => Expect(Page.Locator("#status[data-tone=off]")).ToBeAttachedAsync();

    public async Task FindAsync(ChatWindow other)
    {
        await Page.GetByLabel("Find a person by exact handle").FillAsync(other.Handle);
        await Page.GetByLabel("Find a person by exact handle").PressAsync("Enter");
        await Expect(Page.Locator("#peer-name")).ToHaveTextAsync(other.Name);
    }

    public Task OpenAsync(ChatWindow with) => Conversation(with).ClickAsync();

    public async Task SendAsync(string text)
    {
        await Composer.FillAsync(text);
        await Page.GetByRole(AriaRole.Button, new() { Name = "Send", Exact = true }).ClickAsync();
        await Expect(Composer).ToHaveValueAsync("");
    }

    public Task UnreadAsync(ILocator row, int count) => count == 0
        ? Expect(row.Locator("[data-unread]")).ToHaveCountAsync(0)
        : Expect(row.Locator("[data-unread]")).ToHaveAttributeAsync("data-unread", count.ToString());

    public async Task ProfileAsync(Func<ILocator, Task> use)
    {
        await Page.Locator("#open-profile").ClickAsync();
        await use(Page.Locator("#profile"));
        await Page.Locator("#profile").GetByRole(AriaRole.Button, new() { Name = "Close" }).ClickAsync();
    }

    /// <summary>The devices of the person, and what they do with them.</summary>
    public async Task DevicesAsync(Func<ILocator, Task> use)
    {
        await Page.Locator("#open-profile").ClickAsync();
        await Page.GetByRole(AriaRole.Button, new() { Name = "Your devices…" }).ClickAsync();
        var sheet = Page.Locator("#sheet");
        await Expect(sheet.Locator(".device").First).ToBeVisibleAsync();
        await use(sheet);
        await sheet.GetByRole(AriaRole.Button, new() { Name = "Close" }).ClickAsync();
        await Expect(Page.Locator("#open-profile")).ToBeFocusedAsync();
    }

    /// <summary>Chooses something from the menu of the open conversation.</summary>
    public async Task SetAsync(string item)
    {
        await Page.GetByRole(AriaRole.Button, new() { Name = "Conversation settings" }).ClickAsync();
        await Page.GetByRole(AriaRole.Menuitem, new() { Name = item, Exact = true }).ClickAsync();
        await Expect(Page.Locator("#conversation-menu")).ToBeHiddenAsync();
    }

    public Task SeesAsync(string text) => Expect(Message(text)).ToHaveCountAsync(1);

    /// <summary>The whole thread: these texts, in this order, and nothing else.</summary>
    public Task SeesOnlyAsync(params string[] texts) => Expect(Page.Locator("#thread .message .text")).ToHaveTextAsync(texts);

    public Task TickAsync(string text, string tick) => Expect(Message(text).Locator("[data-tick]")).ToHaveAttributeAsync("data-tick", tick);

    public async Task WireAsync(Func<ILocator, Task> use)
    {
        await Page.GetByRole(AriaRole.Button, new() { Name = "Wire", Exact = true }).ClickAsync();
        await use(Page.Locator("#wire"));
        await Page.GetByRole(AriaRole.Button, new() { Name = "Close the wire" }).ClickAsync();
    }

    private void NameAfresh(string name)
    {
        Handle = $"{name.ToLowerInvariant()}-{Guid.NewGuid().ToString("N")[..10]}";
        Name = $"{name} {Handle[^4..]}";
    }
}
