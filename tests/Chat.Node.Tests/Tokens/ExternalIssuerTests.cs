using System.Security.Cryptography;
using System.Text;
using Chat.Node.Configuration;
using Chat.Node.Tokens;
using Chat.Protocol.Frames;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Microsoft.IdentityModel.Tokens;

namespace Chat.Node.Tests.Tokens;

/// <summary>An issuer outside, with its keys behind a real socket.</summary>
public sealed class ExternalIssuerTests : IAsyncLifetime
{
    private const string Secret = "a key of thirty-two bytes or more";
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
    private readonly List<RsaSecurityKey> _published = [];
    private WebApplication _issuer = null!;
    private volatile bool _down;
    private int _fetches;

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _issuer = builder.Build();
        _issuer.MapGet("/.well-known/openid-configuration", () => Results.Text($$"""{"jwks_uri":"{{Address}}/keys"}"""));
        _issuer.MapGet("/keys", () =>
        {
            Interlocked.Increment(ref _fetches);
            return _down ? Results.StatusCode(503) : Results.Text(Jwks());
        });
        await _issuer.StartAsync();
    }

    public async Task DisposeAsync() => await _issuer.DisposeAsync();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Its_tokens_are_good_beside_the_embedded_ones(bool byAuthority)
    {
        var key = Publish("one");
        var validator = Validator(byAuthority ? new AuthSettings { Issuer = Address } : new AuthSettings { JwksUri = $"{Address}/keys", Audience = "app" });
        var more = byAuthority ? ("iss", (object)Address) : ("aud", "app");
        Assert.Equal("123", (await validator.ValidateAsync(Token(key, more), default)).Claims!.UserId.Value);
        Assert.True((await validator.ValidateAsync(Mint.Embedded(Secret, "456", _time.GetUtcNow(), null, more), default)).IsValid);
        Assert.Equal(ErrorCode.TokenInvalid, (await validator.ValidateAsync(Token(key, ("iss", "x"), ("aud", "x")), default)).Error);
        Assert.Equal(1, _fetches);
    }

    [Fact]
    public async Task A_new_key_is_fetched_when_its_first_token_comes_but_forged_key_ids_do_not_storm_the_issuer()
    {
        var old = Publish("old");
        var validator = Validator(new AuthSettings { JwksUri = $"{Address}/keys" });
        Assert.True((await validator.ValidateAsync(Token(old), default)).IsValid);
        for (var i = 0; i < 20; i++)
            Assert.False((await validator.ValidateAsync(Token(NewKey($"forged{i}")), default)).IsValid);
        Assert.Equal(1, _fetches);

        _published.Clear();
        var fresh = Publish("fresh");
        _time.Advance(ExternalKeys.Pause);
        Assert.True((await validator.ValidateAsync(Token(fresh), default)).IsValid);
        Assert.False((await validator.ValidateAsync(Token(old), default)).IsValid);
        Assert.Equal(2, _fetches);
    }

    [Fact]
    public async Task While_it_is_away_known_keys_go_on_to_serve_and_none_known_is_unavailable()
    {
        var key = Publish("one");
        _down = true;
        var validator = Validator(new AuthSettings { JwksUri = $"{Address}/keys" });
        Assert.Equal(ErrorCode.Unavailable, (await validator.ValidateAsync(Token(key), default)).Error);
        Assert.Equal(ErrorCode.Unavailable, (await validator.ValidateAsync(Token(key), default)).Error);
        Assert.Equal(1, _fetches);
        Assert.True((await validator.ValidateAsync(Mint.Embedded(Secret, "456", _time.GetUtcNow()), default)).IsValid);

        _down = false;
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.True((await validator.ValidateAsync(Token(key), default)).IsValid);
        _down = true;
        _time.Advance(ExternalKeys.Refresh + TimeSpan.FromSeconds(1));
        Assert.True((await validator.ValidateAsync(Token(key), default)).IsValid);
    }

    [Fact]
    public async Task Its_public_key_is_no_secret_of_the_embedded_issuer()
    {
        var key = Publish("one");
        var validator = Validator(new AuthSettings { JwksUri = $"{Address}/keys" });
        Assert.True((await validator.ValidateAsync(Token(key), default)).IsValid);
        var payload = $$"""{"sub":"123","exp":{{_time.GetUtcNow().AddHours(1).ToUnixTimeSeconds()}}}""";
        foreach (var secret in new[] { key.Rsa.ExportSubjectPublicKeyInfo(), Encoding.ASCII.GetBytes(key.Rsa.ExportSubjectPublicKeyInfoPem()), key.Rsa.ExportParameters(false).Modulus! })
        {
            var forged = Mint.Raw("""{"alg":"HS256","kid":"one"}""", payload, bytes => HMACSHA256.HashData(secret, bytes));
            Assert.Equal(ErrorCode.TokenInvalid, (await validator.ValidateAsync(forged, default)).Error);
        }
    }

    private string Address => _issuer.Urls.Single();

    private TokenValidator Validator(AuthSettings auth)
    {
        var settings = new ChatSettings { Auth = auth with { SigningKey = Secret } };
        var source = new JwksSource(JwksSource.CreateClient(), auth.JwksUri, auth.Issuer);
        return new TokenValidator(settings, SigningKey.Load(settings), _time, new ExternalKeys(source, _time, NullLogger<ExternalKeys>.Instance));
    }

    private string Token(RsaSecurityKey key, params (string Name, object Value)[] more) =>
        Mint.Signed(new SigningCredentials(key, SecurityAlgorithms.RsaSha256), Mint.Claims("123", _time.GetUtcNow(), null, more));

    private static RsaSecurityKey NewKey(string id) => new(RSA.Create(2048)) { KeyId = id };

    private RsaSecurityKey Publish(string id)
    {
        var key = NewKey(id);
        _published.Add(key);
        return key;
    }

    private string Jwks() => $$"""{"keys":[{{string.Join(',', _published.Select(key =>
    {
        var parameters = key.Rsa.ExportParameters(includePrivateParameters: false);
        return $$"""{"kty":"RSA","use":"sig","kid":"{{key.KeyId}}","n":"{{Base64UrlEncoder.Encode(parameters.Modulus)}}","e":"{{Base64UrlEncoder.Encode(parameters.Exponent)}}"}""";
    }))}}]}""";
}
