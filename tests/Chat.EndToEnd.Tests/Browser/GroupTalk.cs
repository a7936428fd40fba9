using Microsoft.Playwright;

namespace Chat.EndToEnd.Tests.Browser;

/// <summary>A group of the demo page, in the words of the people in it.</summary>
internal sealed class GroupTalk(string name)
{
    public string Name { get; private set; } = $"{name} {Guid.NewGuid().ToString("N")[..4]}";

    public ILocator RowOf(ChatWindow window) => window.Conversations.Filter(new() { HasText = Name });

    public Task OpenAsync(ChatWindow window) => RowOf(window).ClickAsync();

    public async Task CreateAsync(ChatWindow owner, params ChatWindow[] others)
    {
        await owner.Page.GetByRole(AriaRole.Button, new() { Name = "New group" }).ClickAsync();
        var sheet = Sheet(owner);
        await sheet.Locator("input[name=name]").FillAsync(Name);
        foreach (var other in others)
        {
            await sheet.GetByLabel("Add by exact handle").FillAsync(other.Handle);
            await sheet.GetByLabel("Add by exact handle").PressAsync("Enter");
            await Expect(sheet.Locator($".person:has-text('{other.Name}') input")).ToBeCheckedAsync();
        }

        await sheet.GetByRole(AriaRole.Button, new() { Name = "Create group" }).ClickAsync();
        await Expect(owner.Page.Locator("#peer-name")).ToHaveTextAsync(Name);
        foreach (var other in others)
            await Expect(RowOf(other)).ToHaveCountAsync(1);
    }

    public Task EventAsync(ChatWindow window, string words) =>
        Expect(window.Page.Locator("#thread .line.event").GetByText(words, new() { Exact = true })).ToHaveCountAsync(1);

    public async Task ManageAsync(ChatWindow by, ChatWindow member, string action)
    {
        var sheet = await AboutAsync(by);
        var row = sheet.Locator(".member").Filter(new() { HasText = member.Name });
        await row.Locator("summary").ClickAsync();
        await row.GetByRole(AriaRole.Button, new() { Name = action, Exact = true }).ClickAsync();
        await Expect(row.GetByRole(AriaRole.Button, new() { Name = action, Exact = true })).ToHaveCountAsync(0);
        await CloseAsync(by);
    }

    public async Task RenameAsync(ChatWindow by, string name)
    {
        var sheet = await AboutAsync(by);
        await sheet.GetByLabel("Name of the group").FillAsync(name);
        await sheet.GetByRole(AriaRole.Button, new() { Name = "Rename" }).ClickAsync();
        await Expect(by.Page.Locator("#peer-name")).ToHaveTextAsync(name);
        Name = name;
        await CloseAsync(by);
    }

    public async Task<string> InviteAsync(ChatWindow by)
    {
        var sheet = await AboutAsync(by);
        await sheet.GetByText("Invite links", new() { Exact = true }).ClickAsync();
        await sheet.GetByRole(AriaRole.Button, new() { Name = "New link" }).ClickAsync();
        var link = await sheet.GetByLabel("Invite link", new() { Exact = true }).InputValueAsync();
        await CloseAsync(by);
        return link;
    }

    public async Task LeaveAsync(ChatWindow window)
    {
        var sheet = await AboutAsync(window);
        await sheet.GetByRole(AriaRole.Button, new() { Name = "Leave the group" }).ClickAsync();
        await sheet.GetByRole(AriaRole.Button, new() { Name = "Leave, and receive nothing more?" }).ClickAsync();
        await Expect(sheet).ToBeHiddenAsync();
    }

    public async Task ReceiptsAsync(ChatWindow sender, string text, ChatWindow[] readBy, ChatWindow[] deliveredTo)
    {
        var sheet = Sheet(sender);
        // The sheet shows what was so when it was opened: asked again until it is as expected.
        await Expect(async () =>
        {
            await sender.Message(text).GetByRole(AriaRole.Button, new() { Name = "Who has it" }).ClickAsync();
            try
            {
                await Expect(sheet.Locator("section").Filter(new() { HasText = "Read by" }).Locator("li")).ToContainTextAsync(readBy.Select(w => w.Name), new() { Timeout = 1_000 });
                await Expect(sheet.Locator("section").Filter(new() { HasText = "Delivered to" }).Locator("li")).ToContainTextAsync(deliveredTo.Select(w => w.Name), new() { Timeout = 1_000 });
            }
            finally
            {
                await CloseAsync(sender);
            }
        });
    }

    private static async Task Expect(Func<Task> attempt)
    {
        for (var left = 20; ; left--)
        {
            try
            {
                await attempt();
                return;
            }
            catch (PlaywrightException) when (left > 0)
            {
                // Not yet.
            }
        }
    }

    private static ILocatorAssertions Expect(ILocator locator) => Assertions.Expect(locator);

    private static ILocator Sheet(ChatWindow window) => window.Page.Locator("#sheet");

    private static async Task<ILocator> AboutAsync(ChatWindow window)
    {
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "About the group" }).ClickAsync();
        var sheet = Sheet(window);
        await Expect(sheet.Locator(".member").First).ToBeVisibleAsync();
        return sheet;
    }

    private static Task CloseAsync(ChatWindow window) => Sheet(window).GetByRole(AriaRole.Button, new() { Name = "Close" }).ClickAsync();
}
