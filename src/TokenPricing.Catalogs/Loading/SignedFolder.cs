namespace TokenPricing.Catalogs;

/// <summary>A folder with the list of the SHA-256 of its files and, if it is signed, the signature of the list.</summary>
internal static class SignedFolder
{
    /// <summary>Returns whether a folder has such a list.</summary>
    public static bool Is(string folder) => File.Exists(Path.Combine(folder, CatalogSignature.ListName));

    /// <summary>Verifies that every file of the list is there and unchanged. Files that the list does not name are not read.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="publicKey">The public key in PEM with which the list must be signed; <see langword="null"/> for any or none.</param>
    /// <exception cref="CatalogSignatureException">
    /// A file was changed or is missing, or a signature is demanded and is missing or wrong.
    /// </exception>
    public static void Verify(string folder, string? publicKey)
    {
        byte[] list = Read(folder, CatalogSignature.ListName)
            ?? throw new CatalogSignatureException($"{folder} has no {CatalogSignature.ListName}.");
        Dictionary<string, byte[]> files = [];
        foreach (string name in CatalogSignature.NamesOf(list, folder))
        {
            files[name] = Read(folder, name)
                ?? throw new CatalogSignatureException($"{name} of {folder} is on the list of its files and is missing.");
        }

        if (publicKey is null)
        {
            CatalogSignature.VerifyList(files, list, folder);
        }
        else
        {
            byte[]? signature = Read(folder, CatalogSignature.SignatureName);
            CatalogSignature.Verify(files, list, signature, publicKey, folder, isWhole: true);
        }
    }

    /// <summary>Returns a file of the folder; <see langword="null"/> if it is not there, or if the name leads out of the folder.</summary>
    public static byte[]? Read(string folder, string name)
    {
        string path = Path.Combine(folder, name);
        return name == Path.GetFileName(name) && File.Exists(path) ? File.ReadAllBytes(path) : null;
    }
}
