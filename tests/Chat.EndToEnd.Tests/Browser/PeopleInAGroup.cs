using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Chat.EndToEnd.Tests.Browser;

/// <summary>Groups on the demo page, in a real browser against a real node; every step waits for what a person would see.</summary>
public sealed class PeopleInAGroup(ChromiumFixture chromium) : IClassFixture<ChromiumFixture>
{
    [SkippableFact]
    public async Task A_message_reaches_everybody_and_its_ticks_tell_how_far_it_has_come()
    {
        await using var desk = await DeskAsync();
        await using var elsewhere = await DeskAsync();
        var ada = await desk.PersonAsync("Ada");
        var ben = await desk.PersonAsync("Ben");
        var cy = await elsewhere.PersonAsync("Cy");
        var group = new GroupTalk("Chess");
        await group.CreateAsync(ada, ben, cy);
        await ada.SendAsync("Meeting at 3 PM");
        await ada.TickAsync("Meeting at 3 PM", "delivered");

        await group.OpenAsync(ben);
        await ben.SeesAsync("Meeting at 3 PM");
        await Expect(ben.Message("Meeting at 3 PM").Locator(".author")).ToHaveTextAsync(ada.Name);
        await Expect(group.RowOf(cy).Locator("[data-unread]")).ToHaveAttributeAsync("data-unread", "1");
        await group.ReceiptsAsync(ada, "Meeting at 3 PM", readBy: [ben], deliveredTo: [cy]);

        await group.OpenAsync(cy);
        await ada.TickAsync("Meeting at 3 PM", "read");
        await cy.SendAsync("I will be there");
        await ada.SeesOnlyAsync("Meeting at 3 PM", "I will be there");
        await ben.SeesOnlyAsync("Meeting at 3 PM", "I will be there");
    }

    [SkippableFact]
    public async Task Who_joins_by_a_link_sees_what_is_written_from_then_on_and_who_leaves_nothing_more()
    {
        await using var desk = await DeskAsync();
        await using var pocket = await DeskAsync(Desk.Phone);
        var ada = await desk.PersonAsync("Ada");
        var group = new GroupTalk("Readers");
        await group.CreateAsync(ada);
        await ada.SendAsync("Before");
        var link = await group.InviteAsync(ada);

        var dan = await pocket.PersonAsync("Dan", new Uri(link).AbsolutePath);
        await dan.Page.GetByRole(AriaRole.Button, new() { Name = "Join the group" }).ClickAsync();
        await Expect(dan.Page.Locator("#peer-name")).ToHaveTextAsync(group.Name);
        await group.EventAsync(ada, $"{dan.Name} joined by an invite link");
        await ada.SendAsync("Welcome");
        await dan.SeesOnlyAsync("Welcome");
        Assert.Equal(390, await dan.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"));

        await group.LeaveAsync(dan);
        await Expect(dan.Composer).ToBeDisabledAsync();
        await group.EventAsync(ada, $"{dan.Name} left");
        await ada.SendAsync("He is gone");
        await ada.TickAsync("He is gone", "sent");
        await dan.SeesOnlyAsync("Welcome");
    }

    [SkippableFact]
    public async Task Roles_and_muting_are_seen_by_all_and_decide_who_may_write()
    {
        await using var desk = await DeskAsync();
        var ada = await desk.PersonAsync("Ada");
        var ben = await desk.PersonAsync("Ben");
        var group = new GroupTalk("Rules");
        await group.CreateAsync(ada, ben);
        await group.OpenAsync(ben);

        await group.ManageAsync(ada, ben, "Mute");
        await Expect(ben.Composer).ToBeDisabledAsync();
        await group.ManageAsync(ada, ben, "Unmute");
        await Expect(ben.Composer).ToBeEnabledAsync();
        await group.ManageAsync(ada, ben, "Make admin");
        await group.EventAsync(ben, $"{ada.Name} changed a role: you are now an admin");
        await group.RenameAsync(ben, "New rules");
        await Expect(ada.Page.Locator("#peer-name")).ToHaveTextAsync("New rules");
    }

    [SkippableFact]
    public async Task What_is_written_offline_goes_out_once_and_what_was_missed_is_fetched()
    {
        await using var desk = await DeskAsync();
        await using var other = await DeskAsync();
        var ada = await desk.PersonAsync("Ada");
        var ben = await other.PersonAsync("Ben");
        var group = new GroupTalk("Trains");
        await group.CreateAsync(ada, ben);
        await group.OpenAsync(ben);

        await desk.Context.SetOfflineAsync(true);
        await ada.DisconnectedAsync();
        await ada.SendAsync("In the tunnel");
        await ben.SendAsync("Meanwhile");
        await ben.TickAsync("Meanwhile", "sent");
        await desk.Context.SetOfflineAsync(false);
        await ada.Page.ReloadAsync();
        await ada.SeesOnlyAsync("Meanwhile", "In the tunnel");
        await ben.SeesOnlyAsync("Meanwhile", "In the tunnel");
    }

    [SkippableFact]
    public async Task A_group_can_be_made_and_left_from_the_keyboard()
    {
        await using var desk = await DeskAsync();
        var ben = await desk.PersonAsync("Ben");
        var ada = await desk.PersonAsync("Ada");
        var keys = ada.Page.Keyboard;
        await keys.PressAsync("Alt+g");
        await Expect(ada.Page.Locator("#sheet input[name=name]")).ToBeFocusedAsync();
        await keys.TypeAsync("Keys");
        await keys.PressAsync("Tab");
        await keys.TypeAsync(ben.Handle);
        await keys.PressAsync("Enter");
        await Expect(ada.Page.Locator("#sheet .people input")).ToBeCheckedAsync();
        await ada.Page.Locator("#sheet .primary").FocusAsync();
        await keys.PressAsync("Enter");
        await Expect(ada.Page.Locator("#peer-name")).ToHaveTextAsync("Keys");
        await Expect(ada.Composer).ToBeFocusedAsync();
        await keys.TypeAsync("No mouse");
        await keys.PressAsync("Enter");
        await ada.TickAsync("No mouse", "delivered");
        await keys.PressAsync("ArrowUp");
        await keys.PressAsync("i");
        await Expect(ada.Page.Locator("#sheet .receipts")).ToContainTextAsync(ben.Name);
    }

    private async Task<Desk> DeskAsync(BrowserNewContextOptions? options = null)
    {
        Skip.If(chromium.Missing is not null, chromium.Missing);
        return await Desk.OpenAsync(chromium, options);
    }
}
