using System.Security.Cryptography;
using System.Text;
using Chat.Node.Configuration;

namespace Chat.Node.Tokens;

/// <summary>
/// The HS256 key of the embedded issuer: as configured, or made at the first start and kept in <c>signing.key</c> in the data folder,
/// readable by its owner only. Whoever holds it may mint tokens for anyone.
/// </summary>
internal sealed class SigningKey
{
    public const int MinimumBytes = 32;

    private const string FileName = "signing.key";

    private SigningKey(byte[] bytes) => Bytes = bytes;

    public byte[] Bytes { get; }

    /// <summary>A key for another purpose, from which this one cannot be found.</summary>
    public byte[] Derive(string purpose) => HKDF.Expand(HashAlgorithmName.SHA256, Bytes, 32, Encoding.UTF8.GetBytes(purpose));

    /// <exception cref="SettingsException">The file cannot be made or read, or is too short.</exception>
    public static SigningKey Load(ChatSettings settings)
    {
        if (settings.Auth.SigningKey.Length > 0)
            return new SigningKey(Encoding.UTF8.GetBytes(settings.Auth.SigningKey));
        var path = Path.Combine(settings.DataFolder, FileName);
        try
        {
            Directory.CreateDirectory(settings.DataFolder);
            if (!File.Exists(path))
                Make(path);
            var key = Encoding.UTF8.GetBytes(File.ReadAllText(path).Trim());
            return key.Length >= MinimumBytes
                ? new SigningKey(key)
                : throw new SettingsException(nameof(ChatSettings.DataFolder), $"{path} holds less than {MinimumBytes} bytes; restore or delete it.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SettingsException(nameof(ChatSettings.DataFolder), $"{path} cannot be used ({e.Message})");
        }
    }

    /// <summary>Written aside and moved into place, so that no start finds half a key; the first of two starts wins.</summary>
    private static void Make(string path)
    {
        var aside = $"{path}.{Guid.NewGuid():N}";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var file = new FileStream(aside, options))
        {
            file.Write(Encoding.UTF8.GetBytes(Convert.ToBase64String(RandomNumberGenerator.GetBytes(48)) + "\n"));
            file.Flush(flushToDisk: true);
        }

        try
        {
            File.Move(aside, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(aside);
        }
    }
}
