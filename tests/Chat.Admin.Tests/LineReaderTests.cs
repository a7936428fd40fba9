using System.Text;
using Chat.Protocol.Admin;

namespace Chat.Admin.Tests;

public sealed class LineReaderTests
{
    [Fact]
    public async Task Lines_come_one_by_one_however_they_are_cut()
    {
        var text = string.Concat(Enumerable.Range(0, 200).Select(i => new string('x', i * 37 % 300) + (i % 3 == 0 ? "\r\n" : "\n")));
        var reader = new LineReader(new Drip(Encoding.UTF8.GetBytes(text), 7), 300);
        for (var i = 0; i < 200; i++)
            Assert.Equal(i * 37 % 300, (await reader.ReadAsync(CancellationToken.None))!.Value.Length);
        Assert.Null(await reader.ReadAsync(CancellationToken.None));
    }

    [Theory]
    [InlineData(100, 100, true)]
    [InlineData(101, 100, false)]
    [InlineData(50_000, 50_000, true)]
    [InlineData(50_001, 50_000, false)]
    [InlineData(1_000_000, 50_000, false)]
    public async Task A_line_that_is_too_long_is_refused_and_none_before(int length, int most, bool good)
    {
        var reader = new LineReader(new MemoryStream(Encoding.UTF8.GetBytes("short\n" + new string('y', length) + "\n")), most);
        Assert.Equal(5, (await reader.ReadAsync(CancellationToken.None))!.Value.Length);
        if (good) Assert.Equal(length, (await reader.ReadAsync(CancellationToken.None))!.Value.Length);
        else await Assert.ThrowsAsync<InvalidDataException>(async () => await reader.ReadAsync(CancellationToken.None));
    }

    [Fact]
    public async Task A_line_that_is_not_ended_is_none()
    {
        var reader = new LineReader(new MemoryStream("whole\nhalf"u8.ToArray()), 100);
        Assert.NotNull(await reader.ReadAsync(CancellationToken.None));
        Assert.Null(await reader.ReadAsync(CancellationToken.None));
    }

    /// <summary>A stream that gives a few bytes at a time.</summary>
    private sealed class Drip(byte[] bytes, int atOnce) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(atOnce, buffer.Length)], cancellationToken);
    }
}
