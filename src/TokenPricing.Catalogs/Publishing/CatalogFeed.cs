using System.Security.Cryptography;

namespace TokenPricing.Catalogs;

/// <summary>Publishes a catalog as a folder of files that any web server can serve, and verifies such a folder.</summary>
/// <remarks>
/// <para>
/// The files: <c>prices.zip</c>, the whole catalog with its history, which <c>PriceCatalog.LoadAsync</c> and <see cref="CatalogRefresher"/>
/// read; <c>latest.json</c> and <c>latest.csv</c>, the prices in force on its newest day; <c>history.jsonl</c>, to which lines are only
/// added;
/// <c>disputes.csv</c>; <c>models.dev.json</c> and <c>litellm.json</c>, the prices in force in the shapes of these lists, and
/// <c>left_out.csv</c>, what these shapes cannot say; JSON Schemas; and <c>SHA256SUMS</c>, signed as <c>SHA256SUMS.sig</c>.
/// </para>
/// <para>The same catalog gives the same files, byte for byte, the signature included where the folder has one of the same key.</para>
/// </remarks>
public static class CatalogFeed
{
    /// <summary>Publishes a catalog to a folder. A feed that is there is verified first and is then continued.</summary>
    /// <param name="prices">The catalog, of which the newest day is not before that of the feed.</param>
    /// <param name="folder">The folder, which is created if needed. Files in it that are none of the feed's stay as they are.</param>
    /// <param name="key">The private key of ECDSA that signs the feed, of 256 bits or more; <see langword="null"/> for no
    /// signature.</param>
    /// <returns>What was published. If the process ends before, the next publication to the folder completes it.</returns>
    /// <exception cref="ArgumentException">The catalog is empty or is older than the feed, or the key is shorter.</exception>
    /// <exception cref="CatalogSignatureException">
    /// A file of the feed was changed, or the feed is signed and <paramref name="key"/> is missing or another one, or there is a key and
    /// the
    /// feed is not signed.
    /// </exception>
    /// <exception cref="PriceDataException">The history of the feed has a line that is none.</exception>
    /// <exception cref="IOException">The folder could not be written.</exception>
    public static FeedPublication Publish(PriceCatalog prices, string folder, ECDsa? key = null)
    {
        ArgumentNullException.ThrowIfNull(prices);
        ArgumentNullException.ThrowIfNull(folder);
        if (key is not null)
        {
            CatalogSignature.CheckedKey(key.ExportSubjectPublicKeyInfoPem(), nameof(key));
        }

        Directory.CreateDirectory(folder);
        FeedFolder feed = new(folder);
        feed.CompleteStarted();
        byte[]? signature = VerifyPresent(folder, key);
        (byte[] history, int stated, int withdrawn) = FeedHistory.Append(SignedFolder.Read(folder, FeedFiles.History) ?? [], prices);
        string fingerprint = CatalogSignature.FingerprintOf(prices);
        (byte[] modelsDev, IReadOnlyList<LeftOut> leftOut) = ModelsDevShape.Of(prices);
        (byte[] liteLlm, IReadOnlyList<LeftOut> alsoLeftOut) = LiteLlmShape.Of(prices);
        Dictionary<string, byte[]> files = new()
        {
            [FeedFiles.Prices] = Zip(prices),
            [FeedFiles.Latest] = LatestFiles.Json(prices, fingerprint),
            [FeedFiles.LatestTable] = LatestFiles.Table(prices),
            [FeedFiles.History] = history,
            [FeedFiles.Disputes] = LatestFiles.Disputes(prices),
            [FeedFiles.ModelsDev] = modelsDev,
            [FeedFiles.LiteLlm] = liteLlm,
            [FeedFiles.LeftOut] = Catalogs.LeftOut.Table([.. leftOut, .. alsoLeftOut]),
        };
        foreach (string schema in FeedFiles.Schemas)
        {
            files[schema] = FeedFiles.Schema(schema);
        }

        byte[] list = CatalogSignature.ListOf(files);
        files[CatalogSignature.ListName] = list;
        if (key is not null)
        {
            // Each signature is another one, so the one of the same list stays.
            files[CatalogSignature.SignatureName] =
                signature is not null && CatalogSignature.IsSignedBy(list, signature, key) ? signature : CatalogSignature.Sign(list, key);
        }

        bool isChanged = feed.Write(files);
        return new FeedPublication(
            folder,
            prices.RecordedThrough!.Value,
            fingerprint,
            files.Count,
            stated,
            withdrawn,
            leftOut.Count + alsoLeftOut.Count,
            key is not null,
            isChanged);
    }

    /// <summary>Verifies every file of a published feed.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="publicKey">
    /// The public key of ECDSA, in PEM, with which the feed must be signed; <see langword="null"/>: the files are compared with their list
    /// alone, which shows damage and not forgery.
    /// </param>
    /// <exception cref="ArgumentException"><paramref name="publicKey"/> is not such a key.</exception>
    /// <exception cref="CatalogSignatureException">
    /// A file was changed or is missing, there is no list of them, or the signature is missing or wrong.
    /// </exception>
    /// <exception cref="IOException">A file could not be read.</exception>
    public static void Verify(string folder, string? publicKey = null)
    {
        ArgumentNullException.ThrowIfNull(folder);
        SignedFolder.Verify(folder, publicKey is null ? null : CatalogSignature.CheckedKey(publicKey, nameof(publicKey)));
    }

    /// <summary>Verifies the feed that is in the folder and returns its signature; <see langword="null"/> if there is none.</summary>
    private static byte[]? VerifyPresent(string folder, ECDsa? key)
    {
        byte[]? signature = SignedFolder.Read(folder, CatalogSignature.SignatureName);
        if (!SignedFolder.Is(folder))
        {
            string? left = FeedFiles.All.FirstOrDefault(f => File.Exists(Path.Combine(folder, f)));
            return left is null && signature is null ? null : throw new CatalogSignatureException(
                $"{folder} has {left ?? CatalogSignature.SignatureName}, but no {CatalogSignature.ListName} to verify it. "
                + "Publish to another folder.");
        }

        if (signature is not null && key is null)
        {
            throw new CatalogSignatureException($"The feed in {folder} is signed. Give the key that signs it.");
        }

        if (signature is null && key is not null)
        {
            throw new CatalogSignatureException(
                $"The feed in {folder} is not signed, so anybody can have changed it, and signing it now would vouch for that. "
                + "Publish to another folder.");
        }

        SignedFolder.Verify(folder, signature is null ? null : key!.ExportSubjectPublicKeyInfoPem());
        return signature;
    }

    private static byte[] Zip(PriceCatalog prices)
    {
        using MemoryStream zip = new();
        CatalogZip.Write(zip, prices, null);
        return zip.ToArray();
    }
}
