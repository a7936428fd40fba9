using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Chat.EndToEnd.Tests.Browser;

/// <summary>A second window as a second device of the same person: both stay in step, and each can be away.</summary>
public sealed class OnePersonOnTwoDevices(ChromiumFixture chromium) : IClassFixture<ChromiumFixture>
{
    [SkippableFact]
    public async Task What_is_sent_from_one_device_shows_on_the_other_with_its_ticks()
    {
        await using var desk = await DeskAsync();
        await using var elsewhere = await DeskAsync();
        var (ada, laptop, ben) = await AdaTwiceAsync(desk, elsewhere);
        await ada.FindAsync(ben);
        await ada.SendAsync("From the phone");
        await laptop.OpenAsync(ben);
        await laptop.SeesOnlyAsync("From the phone");
        await laptop.TickAsync("From the phone", "delivered");

        await laptop.SendAsync("From the laptop");
        await ada.SeesOnlyAsync("From the phone", "From the laptop");
        await ben.OpenAsync(ada);
        await ben.SeesOnlyAsync("From the phone", "From the laptop");
        await ada.TickAsync("From the laptop", "read");
        await laptop.TickAsync("From the phone", "read");
        await laptop.TickAsync("From the laptop", "read");
    }

    [SkippableFact]
    public async Task Reading_on_one_device_clears_the_badge_on_the_other()
    {
        await using var desk = await DeskAsync();
        await using var elsewhere = await DeskAsync();
        var (ada, laptop, ben) = await AdaTwiceAsync(desk, elsewhere);
        await ben.FindAsync(ada);
        await ben.SendAsync("One");
        await ben.SendAsync("Two");
        await ada.UnreadAsync(ada.Conversation(ben), 2);
        await laptop.UnreadAsync(laptop.Conversation(ben), 2);
        await Expect(laptop.Page).ToHaveTitleAsync("(2) Chat.Akka");

        await ada.OpenAsync(ben);
        await laptop.UnreadAsync(laptop.Conversation(ben), 0);
        await Expect(laptop.Page).ToHaveTitleAsync("Chat.Akka");
        await ben.TickAsync("Two", "read");

        await laptop.OpenAsync(ben);
        await laptop.SeesOnlyAsync("One", "Two");
    }

    [SkippableFact]
    public async Task A_device_that_was_away_catches_up_with_what_was_sent_and_read_without_it()
    {
        await using var desk = await DeskAsync();
        await using var elsewhere = await DeskAsync();
        var (ada, laptop, ben) = await AdaTwiceAsync(desk, elsewhere);
        await ben.FindAsync(ada);
        await ben.SendAsync("Seen by both");
        await laptop.UnreadAsync(laptop.Conversation(ben), 1);
        await laptop.Page.CloseAsync();

        await ben.SendAsync("Seen by one");
        await ada.OpenAsync(ben);
        await ada.SendAsync("Answered by one");
        await ben.TickAsync("Seen by one", "read");

        var reopened = await desk.WindowAsync();
        await reopened.ContinueAsAsync(laptop);
        await Expect(reopened.Conversation(ben)).ToContainTextAsync("Answered by one");
        await reopened.UnreadAsync(reopened.Conversation(ben), 0);
        await reopened.OpenAsync(ben);
        await reopened.SeesOnlyAsync("Seen by both", "Seen by one", "Answered by one");
        await reopened.TickAsync("Answered by one", "read");
    }

    [SkippableFact]
    public async Task In_a_group_what_is_sent_and_read_on_one_device_is_so_on_the_other()
    {
        await using var desk = await DeskAsync();
        await using var elsewhere = await DeskAsync();
        var (ada, laptop, ben) = await AdaTwiceAsync(desk, elsewhere);
        var group = new GroupTalk("Chess");
        await group.CreateAsync(ada, ben);
        await Expect(group.RowOf(laptop)).ToHaveCountAsync(1);
        await ada.SendAsync("Who plays?");
        await group.OpenAsync(ben);
        await ben.SendAsync("I do");
        await Expect(group.RowOf(laptop)).ToContainTextAsync("I do");
        await laptop.UnreadAsync(group.RowOf(laptop), 0); // ada has the group open and sees it there

        await ada.Page.Keyboard.PressAsync("Escape");
        await ben.SendAsync("Now?");
        await laptop.UnreadAsync(group.RowOf(laptop), 1);
        await group.OpenAsync(ada);
        await laptop.UnreadAsync(group.RowOf(laptop), 0);

        await laptop.Page.CloseAsync();
        await ben.SendAsync("Hello?");
        await ben.TickAsync("Hello?", "read");
        var reopened = await desk.WindowAsync();
        await reopened.ContinueAsAsync(laptop);
        await Expect(group.RowOf(reopened)).ToContainTextAsync("Hello?");
        await reopened.UnreadAsync(group.RowOf(reopened), 0);
    }

    [SkippableFact]
    public async Task A_new_device_lists_the_conversations_that_the_others_have_had()
    {
        await using var desk = await DeskAsync();
        await using var elsewhere = await DeskAsync();
        var ada = await desk.PersonAsync("Ada");
        var ben = await elsewhere.PersonAsync("Ben");
        var cy = await elsewhere.PersonAsync("Cy");
        foreach (var other in new[] { ben, cy })
        {
            await other.FindAsync(ada);
            await other.SendAsync($"Hello from {other.Name}");
            await other.TickAsync($"Hello from {other.Name}", "delivered");
        }

        await ada.OpenAsync(ben);
        await ben.TickAsync($"Hello from {ben.Name}", "read");
        await ada.SetAsync("Archive");

        var laptop = await desk.AnotherDeviceAsync(ada);
        await Expect(laptop.Conversation(cy)).ToHaveCountAsync(1);
        await laptop.UnreadAsync(laptop.Conversation(cy), 1);
        await Expect(laptop.Page).ToHaveTitleAsync("(1) Chat.Akka");
        await laptop.Page.GetByText("Archived", new() { Exact = true }).ClickAsync();
        await Expect(laptop.Archived).ToContainTextAsync([ben.Name]);
    }

    [SkippableFact]
    public async Task Muting_and_archiving_hold_on_all_devices()
    {
        await using var desk = await DeskAsync();
        await using var elsewhere = await DeskAsync();
        var (ada, laptop, ben) = await AdaTwiceAsync(desk, elsewhere);
        await ben.FindAsync(ada);
        await ben.SendAsync("Psst");
        await ada.OpenAsync(ben);
        await laptop.UnreadAsync(laptop.Conversation(ben), 0);
        await ada.SetAsync("Mute");
        await Expect(laptop.Conversation(ben).Locator(".muted")).ToBeVisibleAsync();

        await ada.Page.Keyboard.PressAsync("Escape");
        await ben.SendAsync("Are you there?");
        await laptop.UnreadAsync(laptop.Conversation(ben), 1);
        await Expect(laptop.Page).ToHaveTitleAsync("Chat.Akka"); // counted where it stands, and calling nobody

        await ada.OpenAsync(ben);
        await ada.SetAsync("Archive");
        await Expect(laptop.Conversation(ben)).ToHaveCountAsync(0);
        await laptop.Page.GetByText("Archived", new() { Exact = true }).ClickAsync();
        await laptop.Archived.ClickAsync();
        await laptop.SetAsync("Take out of the archive");
        await laptop.SetAsync("Unmute");
        await Expect(ada.Conversation(ben)).ToHaveCountAsync(1);
        await Expect(ada.Conversation(ben).Locator(".muted")).ToHaveCountAsync(0);
    }

    [SkippableFact]
    public async Task A_new_device_shows_the_history_that_was_kept()
    {
        await using var desk = await DeskAsync();
        await using var elsewhere = await DeskAsync();
        var ada = await desk.PersonAsync("Ada");
        var ben = await elsewhere.PersonAsync("Ben");
        await ada.ProfileAsync(async profile =>
        {
            var keep = profile.GetByRole(AriaRole.Switch, new() { Name = "Keep my history on this server" });
            await Expect(keep).Not.ToBeCheckedAsync();
            await keep.CheckAsync();
            await Expect(keep).ToBeCheckedAsync();
        });
        await ada.FindAsync(ben);
        await ben.FindAsync(ada);
        var said = Enumerable.Range(1, 60).Select(n => $"Line {n}").ToArray(); // more than one page
        foreach (var line in said)
        {
            await ada.SendAsync(line);
            await ben.SeesAsync(line);
        }

        var laptop = await desk.AnotherDeviceAsync(ada);
        await laptop.FindAsync(ben);
        await laptop.SeesAsync("Line 60");
        await Eventually.HoldsAsync(async () =>
        {
            // As a reader does, who sees that the rest has only now come.
            await laptop.Page.Locator("#scroller").EvaluateAsync("e => { e.scrollTop = 0; }");
            return await laptop.Page.Locator("#thread .message").CountAsync() == said.Length;
        });
        await laptop.SeesOnlyAsync(said);
    }

    [SkippableFact]
    public async Task A_device_can_be_named()
    {
        await using var desk = await DeskAsync();
        var ada = await desk.PersonAsync("Ada");
        var laptop = await desk.AnotherDeviceAsync(ada);
        await ada.DevicesAsync(async sheet =>
        {
            var own = sheet.Locator(".device").Filter(new() { HasText = "this device" });
            await own.GetByRole(AriaRole.Button, new() { Name = "Rename" }).ClickAsync();
            await ada.Page.Keyboard.TypeAsync("Phone in the hall");
            await ada.Page.Keyboard.PressAsync("Enter");
            await Expect(own).ToContainTextAsync("Phone in the hall");
        });
        await laptop.DevicesAsync(sheet => Expect(sheet.Locator(".device").Filter(new() { HasText = "Phone in the hall" })).ToContainTextAsync("online"));
    }

    [SkippableFact]
    public async Task A_device_that_is_removed_is_signed_out_at_once()
    {
        await using var desk = await DeskAsync();
        await using var elsewhere = await DeskAsync();
        var (ada, laptop, _) = await AdaTwiceAsync(desk, elsewhere);
        await ada.DevicesAsync(async sheet =>
        {
            await Expect(sheet.Locator(".device")).ToHaveCountAsync(2);
            await Expect(sheet.Locator(".device").First).ToContainTextAsync("this device");
            await Expect(sheet.Locator(".device").Last).ToContainTextAsync("online");
            await sheet.GetByRole(AriaRole.Button, new() { Name = "Remove" }).ClickAsync();
            await sheet.GetByText("Sign it out?", new() { Exact = true }).ClickAsync();
            await Expect(sheet.Locator(".device")).ToHaveCountAsync(1);
        });
        await Expect(laptop.Page.Locator("#status-text")).ToHaveTextAsync("This device was removed from your account.");
        await laptop.Page.GetByRole(AriaRole.Button, new() { Name = "Remove its messages" }).ClickAsync();
        await Expect(laptop.Page.Locator("#welcome")).ToBeVisibleAsync();
        await ada.ConnectedAsync();
    }

    private async Task<Desk> DeskAsync(BrowserNewContextOptions? options = null)
    {
        Skip.If(chromium.Missing is not null, chromium.Missing);
        return await Desk.OpenAsync(chromium, options);
    }

    /// <summary>Ada in two windows, each a device of hers, and Ben somewhere else.</summary>
    private static async Task<(ChatWindow Ada, ChatWindow Laptop, ChatWindow Ben)> AdaTwiceAsync(Desk desk, Desk elsewhere)
    {
        var ada = await desk.PersonAsync("Ada");
        var laptop = await desk.AnotherDeviceAsync(ada);
        return (ada, laptop, await elsewhere.PersonAsync("Ben"));
    }
}
