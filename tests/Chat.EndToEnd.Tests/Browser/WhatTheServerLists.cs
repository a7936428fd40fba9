using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Chat.EndToEnd.Tests.Browser;

/// <summary>A new device takes over what the server lists and keeps, and says where something is missing.</summary>
public sealed class WhatTheServerLists(ChromiumFixture chromium) : IClassFixture<ChromiumFixture>
{
    [SkippableFact]
    public async Task The_list_is_there_at_the_first_start_with_what_is_archived_folded_away_and_what_is_muted_not_counted()
    {
        await using var desk = await DeskAsync();
        var (ada, stand) = await NewDeviceAsync(desk, server =>
        {
            server.Lists("ben", messages: 9, unread: 2);
            server.Lists("cy", messages: 5, unread: 3, muted: true);
            server.Lists("dan", messages: 7, unread: 0, archived: true);
        });
        await Expect(ada.Conversations).ToHaveCountAsync(2);
        await Expect(ada.Conversations.First).ToContainTextAsync("ben 9");
        await ada.UnreadAsync(ada.Conversations.First, 2);
        await Expect(ada.Conversations.Last.Locator(".muted")).ToBeVisibleAsync();
        await ada.UnreadAsync(ada.Conversations.Last, 3);
        await Expect(ada.Page).ToHaveTitleAsync("(2) Chat.Akka");

        await Expect(ada.Archived).ToBeHiddenAsync();
        await ada.Page.GetByText("Archived", new() { Exact = true }).ClickAsync();
        await Expect(ada.Archived).ToContainTextAsync("dan 7");
    }

    [SkippableFact]
    public async Task The_menu_mutes_and_archives_and_an_echo_of_another_device_does_too()
    {
        await using var desk = await DeskAsync();
        var (ada, stand) = await NewDeviceAsync(desk, server => server.Lists("ben", messages: 3, unread: 0));
        await ada.Conversations.ClickAsync();
        await ada.SetAsync("Mute for 8 hours");
        await Expect(ada.Page.Locator("#peer-muted")).ToBeVisibleAsync();
        await ada.SetAsync("Archive");
        await Expect(ada.Conversations).ToHaveCountAsync(0);

        var echo = new { type = "conversation_echo", payload = new { conversation_id = await OpenIdAsync(ada), muted = false, muted_until = (long?)null, archived = false } };
        await stand.PushAsync(echo);
        await Expect(ada.Conversations).ToHaveCountAsync(1);
        await Expect(ada.Page.Locator("#peer-muted")).ToBeHiddenAsync();
    }

    [SkippableFact]
    public async Task The_menu_works_from_the_keyboard_and_closing_it_leaves_the_conversation_open()
    {
        await using var desk = await DeskAsync();
        var (ada, _) = await NewDeviceAsync(desk, server => server.Lists("ben", messages: 3, unread: 0));
        await ada.Conversations.ClickAsync();
        var keys = ada.Page.Keyboard;
        var more = ada.Page.GetByRole(AriaRole.Button, new() { Name = "Conversation settings" });
        await more.FocusAsync();
        await keys.PressAsync("Enter");
        await Expect(ada.Page.GetByRole(AriaRole.Menuitem, new() { Name = "Mute", Exact = true })).ToBeFocusedAsync();
        await keys.PressAsync("ArrowUp");
        await Expect(ada.Page.GetByRole(AriaRole.Menuitem, new() { Name = "Archive", Exact = true })).ToBeFocusedAsync();
        await keys.PressAsync("Escape");
        await Expect(ada.Page.Locator("#conversation-menu")).ToBeHiddenAsync();
        await Expect(more).ToBeFocusedAsync();
        await Expect(ada.Composer).ToBeVisibleAsync();
    }

    [SkippableFact]
    public async Task Scrolling_up_brings_the_history_page_by_page()
    {
        await using var desk = await DeskAsync();
        var (ada, stand) = await NewDeviceAsync(desk, server =>
        {
            server.KeepsHistory = true;
            server.Lists("ben", messages: 120, unread: 1, kept: 120);
        });
        await ada.Conversations.ClickAsync();
        await ada.SeesAsync("ben 120");
        await ada.UnreadAsync(ada.Conversations, 0);
        await Expect(ada.Messages).ToHaveCountAsync(50);
        foreach (var count in new[] { 100, 120 })
        {
            await ada.Page.Locator("#scroller").EvaluateAsync("e => { e.scrollTop = 0; }");
            await Expect(ada.Messages).ToHaveCountAsync(count);
        }

        await ada.SeesOnlyAsync([.. Enumerable.Range(1, 120).Select(n => $"ben {n}")]);
        await Expect(ada.Page.Locator("#earlier")).ToBeHiddenAsync();
        Assert.Equal(3, stand.PagesAsked);

        // Kept here from now on.
        await ada.Page.ReloadAsync();
        await Expect(ada.Messages).ToHaveCountAsync(80);
    }

    [SkippableFact]
    public async Task What_a_gap_left_out_is_fetched_where_it_was_kept()
    {
        await using var desk = await DeskAsync();
        var (ada, stand) = await NewDeviceAsync(desk, server =>
        {
            server.KeepsHistory = true;
            server.Lists("ben", messages: 4, unread: 0, kept: 2);
        });
        await ada.Conversations.ClickAsync();
        await ada.SeesOnlyAsync("ben 1", "ben 2");
        stand.Lists("ben", messages: 4, unread: 0, kept: 4);
        await GapAsync(ada, stand);
        await ada.SeesOnlyAsync("ben 1", "ben 2", "ben 3", "ben 4");
        await Expect(ada.Page.Locator("#thread .gap")).ToHaveCountAsync(0);
    }

    [SkippableFact]
    public async Task One_quiet_line_stands_where_something_is_missing_and_cannot_be_had()
    {
        await using var desk = await DeskAsync();
        var (ada, stand) = await NewDeviceAsync(desk, server =>
        {
            server.KeepsHistory = true;
            server.Lists("ben", messages: 2, unread: 0, kept: 2);
        });
        await ada.Conversations.ClickAsync();
        await ada.SeesOnlyAsync("ben 1", "ben 2");
        stand.KeepsHistory = false;
        await GapAsync(ada, stand);
        await stand.PushAsync(new
        {
            type = "message",
            payload = new { message_id = StandIn.MessageId(9), sender_id = "ben", receiver_id = "ada", content = "After the gap", timestamp = 1_730_808_009_000 },
        });
        await ada.SeesOnlyAsync("ben 1", "ben 2", "After the gap");
        await Expect(ada.Page.Locator("#thread .gap")).ToHaveTextAsync("Some messages here expired before this device could fetch them.");
        await Expect(ada.Page.Locator("#thread .gap + .message .text")).ToHaveTextAsync("After the gap");
    }

    [SkippableFact]
    public async Task The_history_is_off_until_it_is_switched_on()
    {
        await using var desk = await DeskAsync();
        var (ada, stand) = await NewDeviceAsync(desk, server => server.Lists("ben", messages: 3, unread: 1, kept: 3));
        await ada.Conversations.ClickAsync();
        await Expect(ada.Page.Locator("#thread")).ToContainTextAsync("What was said before is on your other devices.");
        await ada.UnreadAsync(ada.Conversations, 0);
        await ada.ProfileAsync(async profile =>
        {
            var keep = profile.GetByRole(AriaRole.Switch, new() { Name = "Keep my history on this server" });
            await Expect(keep).Not.ToBeCheckedAsync();
            await keep.CheckAsync();
            await Expect(keep).ToBeEnabledAsync();
        });
        Assert.True(stand.KeepsHistory);
        await ada.SeesOnlyAsync("ben 1", "ben 2", "ben 3");
    }

    private static Task<string> OpenIdAsync(ChatWindow window) => window.Page.EvaluateAsync<string>("history.state.conversation");

    /// <summary>Says that messages of the open conversation have gone before this device had them.</summary>
    private static async Task GapAsync(ChatWindow window, StandIn stand) => await stand.PushAsync(new
    {
        type = "sync_gap",
        payload = new { conversation_id = await OpenIdAsync(window), reason = "expired", resume_after = (string?)null },
    });

    private async Task<Desk> DeskAsync()
    {
        Skip.If(chromium.Missing is not null, chromium.Missing);
        return await Desk.OpenAsync(chromium);
    }

    private static async Task<(ChatWindow Window, StandIn Server)> NewDeviceAsync(Desk desk, Action<StandIn> holds)
    {
        var window = await desk.WindowAsync();
        var stand = await StandIn.ForAsync(window);
        holds(stand);
        await window.RegisterAsync("Ada");
        return (window, stand);
    }
}
