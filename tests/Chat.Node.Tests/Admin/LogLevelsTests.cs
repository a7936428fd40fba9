using Chat.Node.Admin.Logs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Chat.Node.Tests.Admin;

public sealed class LogLevelsTests : IDisposable
{
    private readonly ServiceProvider _services;
    private readonly LogRing _ring;
    private readonly LogLevels _levels;
    private readonly ILoggerFactory _factory;

    public LogLevelsTests()
    {
        _ring = new LogRing(TimeProvider.System);
        _levels = new LogLevels();
        _services = new ServiceCollection()
            .AddLogging(logging => logging.AddFilter("Akka", LogLevel.Warning).AddProvider(_ring))
            .AddSingleton<IPostConfigureOptions<LoggerFilterOptions>>(_levels)
            .AddSingleton<IOptionsChangeTokenSource<LoggerFilterOptions>>(_levels)
            .BuildServiceProvider();
        _factory = _services.GetRequiredService<ILoggerFactory>();
    }

    [Fact]
    public void A_level_changes_while_loggers_are_in_use_for_a_category_or_for_everything()
    {
        var (chat, akka) = (_factory.CreateLogger("Chat.Node.X"), _factory.CreateLogger("Akka.Cluster"));
        Say(chat, LogLevel.Debug, "1");
        _levels.Change("Chat.Node", LogLevel.Debug);
        Say(chat, LogLevel.Debug, "2");
        Say(akka, LogLevel.Information, "3");
        _levels.Change("Akka", LogLevel.Information);
        Say(akka, LogLevel.Information, "4");
        _levels.Change("", LogLevel.Error);
        Say(_factory.CreateLogger("Other"), LogLevel.Warning, "5");
        Say(chat, LogLevel.Debug, "6");
        Assert.Equal(["2", "4", "6"], _ring.Newest.Select(line => line.Text));
    }

    [Fact]
    public void The_ring_keeps_the_newest_lines_and_a_listener_gets_those_that_follow()
    {
        var logger = _factory.CreateLogger("Chat");
        using (var listener = _ring.Listen())
        {
            for (var i = 0; i < LogRing.Capacity + 10; i++)
                Say(logger, LogLevel.Warning, $"{i}");
            Assert.Equal("10", _ring.Newest[0].Text);
            Assert.Equal(LogRing.Capacity, _ring.Newest.Count);
            Assert.True(listener.Lines.TryRead(out var first));
            Assert.Equal("10", first.Text); // one that does not read loses the oldest
        }

        Say(logger, LogLevel.Warning, "two\nlines");
        Assert.Equal("two ⏎ lines", _ring.Newest[^1].Text);
    }

#pragma warning disable CA2254, CA1848 // texts of these tests
    private static void Say(ILogger logger, LogLevel level, string text) => logger.Log(level, text);
#pragma warning restore CA2254, CA1848

    public void Dispose()
    {
        _services.Dispose();
        _levels.Dispose();
    }
}
