using System.Net;
using Chat.Node.Health;
using Chat.Node.Site;
using Chat.Node.Tests.Accounts;
using Microsoft.Extensions.DependencyInjection;

namespace Chat.Node.Tests.Users;

public sealed class PageAndHealthTests
{
    [Fact]
    public async Task The_page_comes_with_a_strict_policy_and_also_for_the_links_to_a_person_and_to_a_group()
    {
        await using var host = await AccountHost.StartAsync();
        await File.WriteAllTextAsync(Path.Combine(host.SiteFolder, "index.html"), "<p>chat");
        await File.WriteAllTextAsync(Path.Combine(host.SiteFolder, "app.mjs"), "1");
        using var page = await host.Http.GetAsync("/");
        Assert.Equal("<p>chat", await page.Content.ReadAsStringAsync());
        Assert.Equal("text/html", page.Content.Headers.ContentType!.MediaType);
        Assert.Equal(SiteHosting.ContentSecurityPolicy, Assert.Single(page.Headers.GetValues("Content-Security-Policy")));
        Assert.Equal("nosniff", Assert.Single(page.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("no-referrer", Assert.Single(page.Headers.GetValues("Referrer-Policy")));

        Assert.Equal("<p>chat", (await host.GetAsync("/u/alice")).Expect(HttpStatusCode.OK).Text);
        Assert.Equal("<p>chat", (await host.GetAsync("/g/token")).Expect(HttpStatusCode.OK).Text);
        (await host.GetAsync("/u/alice/x")).Expect(HttpStatusCode.NotFound);
        (await host.GetAsync("/g/")).Expect(HttpStatusCode.NotFound);
        (await host.GetAsync("/../chat.db")).Expect(HttpStatusCode.NotFound);
        using var script = await host.Http.GetAsync("/app.mjs");
        Assert.Equal("text/javascript", script.Content.Headers.ContentType!.MediaType);
        using var again = new HttpRequestMessage(HttpMethod.Get, "/app.mjs");
        again.Headers.IfNoneMatch.Add(script.Headers.ETag!);
        using var unchanged = await host.Http.SendAsync(again);
        Assert.Equal(HttpStatusCode.NotModified, unchanged.StatusCode);
    }

    [Fact]
    public async Task A_node_is_healthy_once_nothing_stands_in_the_way()
    {
        await using var host = await AccountHost.StartAsync();
        var readiness = host.Services.GetRequiredService<IReadiness>();
        await Until.TrueAsync(() => !readiness.Reasons.ContainsKey(ReadinessNames.Database));
        Assert.Equal("""{"status":"not_ready","reasons":["actors"]}""", (await host.GetAsync("/health")).Expect(HttpStatusCode.ServiceUnavailable).Text);
        readiness.Clear(ReadinessNames.Actors);
        Assert.Equal("""{"status":"ready","reasons":[]}""", (await host.GetAsync("/health")).Expect(HttpStatusCode.OK).Text);
        readiness.Block(ReadinessNames.Draining, "leaving");
        (await host.GetAsync("/health")).Expect(HttpStatusCode.ServiceUnavailable);
    }
}
