using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Chat.EndToEnd.Tests.Browser;

/// <summary>
/// The demo page in a real browser against a real node. Two windows of one browser are two people; every step waits for what
/// a person would see, and none for a time.
/// </summary>
public sealed class TwoPeopleChatInABrowser(ChromiumFixture chromium) : IClassFixture<ChromiumFixture>
{
    [SkippableFact]
    public async Task A_message_is_waiting_then_sent_then_delivered_then_read()
    {
        await using var desk = await DeskAsync();
        var ada = await desk.PersonAsync("Ada");
        var ben = await desk.PersonAsync("Ben");
        await ada.FindAsync(ben);
        await ben.Page.CloseAsync();

        await ada.WireAsync(wire => wire.GetByLabel("Stay offline").CheckAsync());
        await ada.SendAsync("Are you there?");
        await ada.TickAsync("Are you there?", "waiting");

        await ada.WireAsync(wire => wire.GetByLabel("Stay offline").UncheckAsync());
        await ada.TickAsync("Are you there?", "sent");

        var again = await desk.WindowAsync();
        await again.ContinueAsAsync(ben);
        await ada.TickAsync("Are you there?", "delivered");
        await Expect(again.Conversation(ada).Locator("[data-unread]")).ToHaveAttributeAsync("data-unread", "1");
        await Expect(again.Page).ToHaveTitleAsync("(1) Chat.Akka");

        await again.OpenAsync(ada);
        await again.SeesAsync("Are you there?");
        await ada.TickAsync("Are you there?", "read");
        await Expect(again.Page).ToHaveTitleAsync("Chat.Akka");
    }

    [SkippableFact]
    public async Task Both_see_the_same_conversation_in_the_same_order()
    {
        await using var desk = await DeskAsync();
        var (ada, ben) = await PairAsync(desk);
        await ada.SendAsync("One");
        await ben.SeesAsync("One");
        await ben.SendAsync("Two");
        await ada.SeesAsync("Two");
        await ada.SendAsync("Three");
        await ben.SeesOnlyAsync("One", "Two", "Three");
        await ada.SeesOnlyAsync("One", "Two", "Three");
    }

    [SkippableFact]
    public async Task A_reload_loses_nothing()
    {
        await using var desk = await DeskAsync();
        var (ada, ben) = await PairAsync(desk);
        await ada.SendAsync("Keep this");
        await ben.SeesAsync("Keep this");
        await ben.SendAsync("Kept");
        await ada.TickAsync("Keep this", "read");
        await ben.TickAsync("Kept", "read");

        await ben.Page.ReloadAsync();
        await ben.ConnectedAsync();
        await ben.SeesOnlyAsync("Keep this", "Kept");
        await ben.TickAsync("Kept", "read");

        // All of it came from this browser: what a device has acknowledged is not sent to it again.
        await ben.WireAsync(wire => Expect(wire.Locator(".frame.in b").GetByText("message", new() { Exact = true })).ToHaveCountAsync(0));
    }

    [SkippableFact]
    public async Task What_is_written_offline_goes_out_once_and_in_order_even_after_a_reload()
    {
        await using var desk = await DeskAsync();
        await using var other = await DeskAsync();
        var ada = await desk.PersonAsync("Ada");
        var ben = await other.PersonAsync("Ben");
        await ada.FindAsync(ben);
        await ben.FindAsync(ada);

        await desk.Context.SetOfflineAsync(true);
        await ada.DisconnectedAsync();
        foreach (var text in new[] { "First", "Second", "Third" }) await ada.SendAsync(text);
        await ada.TickAsync("Third", "waiting");

        await desk.Context.SetOfflineAsync(false);
        await ada.Page.ReloadAsync();
        await ada.TickAsync("Third", "read");
        await ada.SeesOnlyAsync("First", "Second", "Third");
        await ben.SeesOnlyAsync("First", "Second", "Third");
    }

    [SkippableFact]
    public async Task A_dropped_connection_comes_back_and_what_was_said_meanwhile_arrives()
    {
        await using var desk = await DeskAsync();
        var (ada, ben) = await PairAsync(desk);
        await ben.WireAsync(wire => wire.GetByLabel("Stay offline").CheckAsync());
        await ben.DisconnectedAsync();
        await ada.SendAsync("While you were away");
        await ada.TickAsync("While you were away", "sent");
        await ben.WireAsync(wire => wire.GetByLabel("Stay offline").UncheckAsync());
        await ben.SeesAsync("While you were away");

        await ben.WireAsync(wire => wire.GetByRole(AriaRole.Button, new() { Name = "Drop connection" }).ClickAsync());
        await ben.ConnectedAsync();
        await ada.SendAsync("And after a drop");
        await ben.SeesOnlyAsync("While you were away", "And after a drop");
    }

    [SkippableFact]
    public async Task A_link_leads_a_newcomer_into_the_conversation()
    {
        await using var desk = await DeskAsync();
        var ada = await desk.PersonAsync("Ada");
        await Expect(ada.Page.GetByLabel("Your link").Last).ToHaveValueAsync($"{desk.BaseAddress}/u/{ada.Handle}");

        await using var elsewhere = await DeskAsync();
        var ben = await elsewhere.PersonAsync("Ben", $"/u/{ada.Handle}");
        await Expect(ben.Page.Locator("#peer-name")).ToHaveTextAsync(ada.Name);
        await ben.SendAsync("Your link works");
        await Expect(ada.Page.Locator(".toast")).ToContainTextAsync("Your link works");
        await ada.Page.Locator(".toast").ClickAsync();
        await ada.SeesAsync("Your link works");
    }

    [SkippableFact]
    public async Task Typing_and_presence_are_seen_and_end()
    {
        await using var desk = await DeskAsync();
        var (ada, ben) = await PairAsync(desk);
        await Expect(ada.PeerState).ToHaveTextAsync("online");
        await ben.Composer.PressSequentiallyAsync("Hm");
        await Expect(ada.PeerState).ToHaveTextAsync("typing…");
        await ben.Composer.PressAsync("Enter");
        await ada.SeesAsync("Hm");
        await Expect(ada.PeerState).ToHaveTextAsync("online");
        await ben.Page.CloseAsync();
        await Expect(ada.PeerState).ToHaveTextAsync("last seen just now", new() { Timeout = 40_000 }); // after the grace
    }

    [SkippableFact]
    public async Task A_reply_quotes_what_it_answers()
    {
        await using var desk = await DeskAsync();
        var (ada, ben) = await PairAsync(desk);
        await ada.SendAsync("Tea or coffee?");
        await ben.Message("Tea or coffee?").GetByRole(AriaRole.Button, new() { Name = "Reply" }).ClickAsync();
        await ben.SendAsync("Tea");
        await Expect(ada.Messages.Last.Locator(".quote")).ToContainTextAsync("Tea or coffee?");
    }

    [SkippableFact]
    public async Task A_message_sent_twice_is_one_message()
    {
        await using var desk = await DeskAsync();
        var (ada, ben) = await PairAsync(desk);
        await ada.SendAsync("Only once");
        await ada.TickAsync("Only once", "read");
        await ada.WireAsync(async wire =>
        {
            await wire.GetByRole(AriaRole.Button, new() { Name = "Send twice" }).ClickAsync();
            await Expect(wire.Locator("#wire-result")).ToContainTextAsync("still the one message");
        });
        await ada.SendAsync("The end");
        await ben.SeesOnlyAsync("Only once", "The end");
        await ada.SeesOnlyAsync("Only once", "The end");
    }

    [SkippableFact]
    public async Task Markup_in_a_message_stays_text()
    {
        const string markup = "<img src=x onerror=\"document.title='broken'\"><b>bold</b>";
        await using var desk = await DeskAsync();
        var (ada, ben) = await PairAsync(desk);
        await ada.SendAsync(markup);
        await ben.SeesOnlyAsync(markup);
        await Expect(ben.Page.Locator("#thread :is(img, .text b)")).ToHaveCountAsync(0);
    }

    [SkippableFact]
    public async Task On_a_phone_one_pane_is_shown_at_a_time_and_nothing_is_wider_than_the_screen()
    {
        await using var desk = await DeskAsync();
        await using var pocket = await DeskAsync(Desk.Phone);
        var ada = await desk.PersonAsync("Ada");
        var ben = await pocket.PersonAsync("Ben");
        await ada.FindAsync(ben);
        await ada.SendAsync("A long word: " + new string('m', 120));

        await ben.OpenAsync(ada);
        await Expect(ben.Messages).ToHaveCountAsync(1);
        await Expect(ben.Conversations).ToBeHiddenAsync();
        Assert.Equal(390, await ben.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        await ben.SendAsync("Read in the train");
        await ada.SeesAsync("Read in the train");

        await ben.Page.GetByRole(AriaRole.Button, new() { Name = "Back to conversations" }).ClickAsync();
        await Expect(ben.Conversation(ada)).ToBeVisibleAsync();
        await Expect(ben.Composer).ToBeHiddenAsync();
        Assert.Equal(390, await ben.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
    }

    [SkippableFact]
    public async Task Everything_can_be_done_from_the_keyboard()
    {
        await using var desk = await DeskAsync();
        await using var other = await DeskAsync();
        var ben = await other.PersonAsync("Ben");
        var ada = await desk.WindowAsync();
        await ada.RegisterFromTheKeyboardAsync("Ada");

        var keys = ada.Page.Keyboard;
        await keys.PressAsync("Control+k");
        await keys.TypeAsync(ben.Handle);
        await keys.PressAsync("Enter");
        await Expect(ada.Composer).ToBeFocusedAsync();
        await keys.TypeAsync("No mouse");
        await keys.PressAsync("Enter");
        await ada.TickAsync("No mouse", "delivered");

        await keys.PressAsync("ArrowUp");
        await Expect(ada.Messages).ToBeFocusedAsync();
        await keys.PressAsync("r");
        await Expect(ada.Composer).ToBeFocusedAsync();
        await keys.TypeAsync("At all");
        await keys.PressAsync("Enter");
        await Expect(ada.Message("At all").Locator(".quote")).ToContainTextAsync("No mouse");

        await keys.PressAsync("Escape");
        await Expect(ada.Composer).ToBeHiddenAsync();
        await keys.PressAsync("Alt+ArrowDown");
        await Expect(ada.Composer).ToBeFocusedAsync();
        await keys.PressAsync("Alt+w");
        await Expect(ada.Page.Locator("#wire")).ToBeVisibleAsync();
    }

    private async Task<Desk> DeskAsync(BrowserNewContextOptions? options = null)
    {
        Skip.If(chromium.Missing is not null, chromium.Missing);
        return await Desk.OpenAsync(chromium, options);
    }

    /// <summary>Two new people in two windows of one browser, each with the conversation open.</summary>
    private static async Task<(ChatWindow Ada, ChatWindow Ben)> PairAsync(Desk desk)
    {
        var ada = await desk.PersonAsync("Ada");
        var ben = await desk.PersonAsync("Ben");
        await ada.FindAsync(ben);
        await ben.FindAsync(ada);
        return (ada, ben);
    }
}
