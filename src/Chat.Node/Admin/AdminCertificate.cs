using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Chat.Node.Configuration;

namespace Chat.Node.Admin;

/// <summary>The certificate of the command host: PKCS#12, or PEM with its key in the same file.</summary>
internal static class AdminCertificate
{
    /// <returns>Null where none is configured: then no TLS.</returns>
    /// <exception cref="SettingsException">It cannot be read.</exception>
    public static X509Certificate2? Of(AdminSettings settings)
    {
        if (settings.Certificate.Length == 0) return null;
        try
        {
            if (!settings.Certificate.EndsWith(".pem", StringComparison.OrdinalIgnoreCase))
                return X509CertificateLoader.LoadPkcs12FromFile(settings.Certificate, settings.CertificatePassword);
            return settings.CertificatePassword.Length == 0
                ? X509Certificate2.CreateFromPemFile(settings.Certificate)
                : X509Certificate2.CreateFromEncryptedPemFile(settings.Certificate, settings.CertificatePassword);
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new SettingsException("Admin:Certificate", $"'{settings.Certificate}' cannot be used: {e.Message.ReplaceLineEndings(" ")}");
        }
    }
}
