using System.Security.Cryptography;
using System.Text;
using Chat.Node.Configuration;
using Chat.Node.Tokens;
using Chat.Protocol.Frames;
using Microsoft.Extensions.Time.Testing;

namespace Chat.Node.Tests.Tokens;

public sealed class TokenValidatorTests
{
    private const string Key = "a key of thirty-two bytes or more";
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Who_holds_the_key_may_mint_tokens()
    {
        var claims = (await ValidateAsync(Mint.Embedded(Key, "123", Now, null, ("device_id", "phone")))).Claims!;
        Assert.Equal("123", claims.UserId.Value);
        Assert.Equal("phone", claims.Device!.Value.Value);
        Assert.Equal(Now.ToUnixTimeSeconds(), claims.IssuedAt);
        Assert.Equal(Now.AddHours(1).ToUnixTimeMilliseconds(), claims.ExpiresAt);
        Assert.Null((await ValidateAsync(Mint.Embedded(Key, "123", Now))).Claims!.Device);
    }

    [Fact]
    public async Task A_token_expires_half_a_minute_after_its_exp_for_clocks_that_are_apart()
    {
        var token = Mint.Embedded(Key, "123", Now.AddHours(-1));
        Assert.True((await ValidateAsync(token, Now.AddSeconds(29))).IsValid);
        var late = await ValidateAsync(token, Now.AddSeconds(31));
        Assert.Equal(ErrorCode.TokenExpired, late.Error);
        Assert.False(late.IsValid);
    }

    [Fact]
    public async Task What_is_not_a_good_token_is_invalid_with_a_reason()
    {
        var claims = Mint.Claims("123", Now);
        await ExpectInvalidAsync("", "not a JWT");
        await ExpectInvalidAsync("a.b.c", "not a JWT");
        await ExpectInvalidAsync(new string('a', 10_000), "not a JWT");
        await ExpectInvalidAsync(Mint.Embedded("another key of thirty-two bytes!!", "123", Now), "sign");
        await ExpectInvalidAsync(Mint.Embedded(Key, "", Now), "sub");
        await ExpectInvalidAsync(Mint.Embedded(Key, new string('x', 256), Now), "sub");
        await ExpectInvalidAsync(Mint.Embedded(Key, "123", Now.AddMinutes(10)), "iat");
        await ExpectInvalidAsync(Mint.Embedded(Key, "123", Now, null, ("nbf", Now.AddMinutes(5).ToUnixTimeSeconds())), "nbf");
        await ExpectInvalidAsync(Mint.Embedded(Key, "123", Now, null, ("device_id", 5)), "device_id");
        await ExpectInvalidAsync(Mint.Embedded(Key, "123", Now, null, ("device_id", "")), "device_id");
        await ExpectInvalidAsync(Hmac("""{"alg":"HS256","typ":"JWT"}""", $$"""{"sub":"123","iat":{{claims["iat"]}}}"""), "exp");
        await ExpectInvalidAsync(Hmac("""{"alg":"HS256","crit":["b64"],"b64":false}""", $$"""{"sub":"123","exp":{{claims["exp"]}}}"""), "crit");
    }

    [Theory]
    [InlineData("none")]
    [InlineData("None")]
    [InlineData("HS512")]
    [InlineData("RS256")]
    public async Task Another_algorithm_is_refused_whatever_the_signature(string algorithm)
    {
        var payload = $$"""{"sub":"123","exp":{{Now.AddHours(1).ToUnixTimeSeconds()}}}""";
        await ExpectInvalidAsync(Hmac($$"""{"alg":"{{algorithm}}"}""", payload), "");
        await ExpectInvalidAsync(Mint.Raw($$"""{"alg":"{{algorithm}}"}""", payload, _ => []), "");
    }

    [Fact]
    public async Task Issuer_and_audience_are_checked_where_they_are_configured()
    {
        var auth = new AuthSettings { SigningKey = Key, Issuer = "chat", Audience = "app" };
        Assert.True((await ValidateAsync(Mint.Embedded(Key, "123", Now, null, ("iss", "chat"), ("aud", "app")), auth: auth)).IsValid);
        Assert.Contains("iss", (await ValidateAsync(Mint.Embedded(Key, "123", Now, null, ("iss", "x"), ("aud", "app")), auth: auth)).Reason, StringComparison.Ordinal);
        Assert.Contains("aud", (await ValidateAsync(Mint.Embedded(Key, "123", Now, null, ("iss", "chat"), ("aud", "x")), auth: auth)).Reason, StringComparison.Ordinal);
        Assert.False((await ValidateAsync(Mint.Embedded(Key, "123", Now), auth: auth)).IsValid);
        // What the embedded issuer issues, passes.
        var settings = new ChatSettings { Auth = auth };
        var issuer = new TokenIssuer(settings, SigningKey.Load(settings), new FakeTimeProvider(Now), new CryptographicRandomness());
        Assert.True((await ValidateAsync(issuer.Issue(new("123"), new("phone"), 0).Text, auth: auth)).IsValid);
    }

    [Fact]
    public void A_key_is_made_once_and_readable_by_its_owner_only()
    {
        var folder = Directory.CreateTempSubdirectory("chat-key-").FullName;
        var settings = new ChatSettings { DataFolder = folder };
        var first = SigningKey.Load(settings);
        Assert.Equal(first.Bytes, SigningKey.Load(settings).Bytes);
        Assert.True(first.Bytes.Length >= SigningKey.MinimumBytes);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(folder, "signing.key")));
        File.WriteAllText(Path.Combine(folder, "signing.key"), "short");
        Assert.StartsWith("Chat__DataFolder: ", Assert.Throws<SettingsException>(() => SigningKey.Load(settings)).Message, StringComparison.Ordinal);
        Directory.Delete(folder, recursive: true);
    }

    private static string Hmac(string header, string payload) =>
        Mint.Raw(header, payload, bytes => HMACSHA256.HashData(Encoding.UTF8.GetBytes(Key), bytes));

    private static async Task ExpectInvalidAsync(string token, string reason)
    {
        var validation = await ValidateAsync(token);
        Assert.False(validation.IsValid);
        Assert.Equal(ErrorCode.TokenInvalid, validation.Error);
        Assert.Contains(reason, validation.Reason, StringComparison.Ordinal);
    }

    private static ValueTask<TokenValidation> ValidateAsync(string token, DateTimeOffset? now = null, AuthSettings? auth = null)
    {
        var settings = new ChatSettings { Auth = auth ?? new AuthSettings { SigningKey = Key } };
        return new TokenValidator(settings, SigningKey.Load(settings), new FakeTimeProvider(now ?? Now), null).ValidateAsync(token, CancellationToken.None);
    }
}
