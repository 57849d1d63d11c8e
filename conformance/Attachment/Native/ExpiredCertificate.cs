using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SecUpIoT.Hosting.Pki;
using SecUpIoT.Hosting.Storage;

namespace SecUpIoT.Conformance.Attachment.Native;

/// <summary>
/// Makes of a right certificate one that has expired. An authority issues none that began before itself, so this is signed with its key directly.
/// </summary>
internal static class ExpiredCertificate
{
    private static readonly TimeSpan Age = TimeSpan.FromDays(30);

    /// <summary>The same subject, key, usages and names; its time was over a month ago.</summary>
    /// <param name="right">The right one.</param>
    /// <param name="authorityKey">The file with the key of the authority.</param>
    /// <param name="folder">Where the files go.</param>
    public static LinkIdentity Of(IssuedCertificate right, string authorityKey, string folder)
    {
        using var authority = X509Certificate2.CreateFromPem(KeyFiles.ReadPublic(right.AuthorityPath), KeyFiles.ReadPrivate(authorityKey));
        using var signer = authority.GetECDsaPrivateKey() ?? throw new AttachmentException(AttachmentFault.Missing, "Expected an authority with an ECDSA key, its key is another one; make one with secup init.");
        using var model = X509Certificate2.CreateFromPem(KeyFiles.ReadPublic(right.CertificatePath), KeyFiles.ReadPrivate(right.KeyPath));
        var request = new CertificateRequest(model.SubjectName, model.PublicKey, HashAlgorithmName.SHA256);
        foreach (var extension in model.Extensions) request.CertificateExtensions.Add(extension);
        var end = DateTimeOffset.UtcNow - Age;
        using var expired = request.Create(authority.SubjectName, X509SignatureGenerator.CreateForECDsa(signer), end - Age, end, RandomNumberGenerator.GetBytes(16));
        var path = Path.Combine(folder, Path.GetFileNameWithoutExtension(right.CertificatePath) + ".expired.crt");
        KeyFiles.WritePublic(path, expired.ExportCertificatePem() + "\n");
        return LinkIdentity.Load(path, right.KeyPath, right.AuthorityPath);
    }
}
