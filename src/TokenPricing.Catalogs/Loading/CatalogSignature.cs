using System.Security.Cryptography;
using System.Text;

namespace TokenPricing.Catalogs;

/// <summary>
/// The list of the SHA-256 of a catalog's files, as <c>sha256sum</c> writes it, and its ECDSA signature, as
/// <c>openssl dgst -sha256 -sign</c> writes it.
/// </summary>
internal static class CatalogSignature
{
    /// <summary>The name of the list.</summary>
    public const string ListName = "SHA256SUMS";

    /// <summary>The name of its signature.</summary>
    public const string SignatureName = "SHA256SUMS.sig";

    /// <summary>The most bytes of a list or a signature.</summary>
    public const int MaximumBytes = 1024 * 1024;

    private const int SmallestKey = 256;
    private const int HexDigits = 64;

    /// <summary>Returns the list of files: a line for each, its SHA-256, two spaces and its name, in the order of the names.</summary>
    public static byte[] ListOf(IEnumerable<KeyValuePair<string, byte[]>> files) => Encoding.UTF8.GetBytes(string.Concat(
        files.OrderBy(f => f.Key, StringComparer.Ordinal).Select(f => $"{Sha256(f.Value)}  {f.Key}\n")));

    /// <summary>Returns the SHA-256 of the list of a catalog's files.</summary>
    public static string FingerprintOf(PriceCatalog prices) => Sha256(ListOf(prices.ToFiles()));

    /// <summary>Signs a list.</summary>
    public static byte[] Sign(byte[] list, ECDsa key) =>
        key.SignData(list, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);

    /// <summary>Returns a public key in PEM that can be used.</summary>
    /// <exception cref="ArgumentException">The text is not the public key of ECDSA in PEM, or the key is shorter than 256 bits.</exception>
    public static string CheckedKey(string pem, string name)
    {
        using ECDsa key = ECDsa.Create();
        try
        {
            key.ImportFromPem(pem);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            throw new ArgumentException($"The text is not the public key of ECDSA in PEM: {e.Message}", name, e);
        }

        return key.KeySize >= SmallestKey && !pem.Contains("PRIVATE KEY", StringComparison.Ordinal)
            ? pem
            : throw new ArgumentException("The key is private, or is shorter than 256 bits; expected a public key of ECDSA.", name);
    }

    /// <summary>Verifies that exactly these files were signed.</summary>
    /// <param name="files">The files that are read.</param>
    /// <param name="list">The list; <see langword="null"/> if there is none.</param>
    /// <param name="signature">Its signature; <see langword="null"/> if there is none.</param>
    /// <param name="publicKey">The public key in PEM.</param>
    /// <param name="name">The name of the catalog in errors.</param>
    /// <param name="isWhole">Whether the list can name no other CSV file, which would have been taken away.</param>
    /// <exception cref="CatalogSignatureException">The files are not signed, or are not those that were signed.</exception>
    public static void Verify(
        IReadOnlyDictionary<string, byte[]> files, byte[]? list, byte[]? signature, string publicKey, string name, bool isWhole)
    {
        if (list is null || signature is null)
        {
            throw new CatalogSignatureException(
                $"{name} is not signed: {(list is null ? ListName : SignatureName)} is missing, and a signature is demanded.");
        }

        using ECDsa key = ECDsa.Create();
        key.ImportFromPem(publicKey);
        if (!IsSignedBy(list, signature, key))
        {
            throw new CatalogSignatureException($"The signature of {name} is wrong: {ListName} was changed, or another key signed it.");
        }

        Dictionary<string, string> signed = VerifyList(files, list, name);
        IEnumerable<string> gone = signed.Keys.Where(f => f.EndsWith(".csv", StringComparison.Ordinal) && !files.ContainsKey(f));
        if (isWhole && gone.FirstOrDefault() is { } missing)
        {
            throw new CatalogSignatureException($"{missing} of {name} was signed and is missing.");
        }
    }

    /// <summary>Verifies that files are those of a list, and returns the list: the SHA-256 of each file by its name.</summary>
    /// <exception cref="CatalogSignatureException">A file is not on the list, or was changed.</exception>
    public static Dictionary<string, string> VerifyList(IReadOnlyDictionary<string, byte[]> files, byte[] list, string name)
    {
        Dictionary<string, string> listed = Read(list, name);
        foreach ((string file, byte[] bytes) in files)
        {
            if (!listed.TryGetValue(file, out string? hash))
            {
                throw new CatalogSignatureException($"{file} of {name} is not among the files of {ListName}.");
            }

            if (hash != Sha256(bytes))
            {
                throw new CatalogSignatureException($"{file} of {name} was changed: it has another SHA-256 than in {ListName}.");
            }
        }

        return listed;
    }

    /// <summary>Returns the names of the files on a list.</summary>
    public static IEnumerable<string> NamesOf(byte[] list, string name) => Read(list, name).Keys;

    /// <summary>Returns whether a signature is that of a list by a key.</summary>
    public static bool IsSignedBy(byte[] list, byte[] signature, ECDsa key) =>
        key.VerifyData(list, signature, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);

    private static string Sha256(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    /// <summary>Reads a list whose signature is right.</summary>
    private static Dictionary<string, string> Read(byte[] list, string name)
    {
        Dictionary<string, string> files = [];
        foreach (string line in Encoding.UTF8.GetString(list).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            // "*" before the name is how sha256sum --binary writes it.
            if (line.Length < HexDigits + 3 || line[HexDigits] != ' '
                || !files.TryAdd(line[(HexDigits + 2)..], line[..HexDigits].ToLowerInvariant()))
            {
                throw new CatalogSignatureException($"{ListName} of {name} has a line of another form, or a file twice: '{line}'.");
            }
        }

        return files;
    }
}
