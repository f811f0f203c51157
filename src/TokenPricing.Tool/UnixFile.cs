using System.Runtime.InteropServices;

namespace TokenPricing.Tool;

/// <summary>What .NET does not tell about a file of Linux: whose it is, and whether two paths lead to the same one.</summary>
/// <param name="Owner">The id of the user.</param>
/// <param name="Group">The id of the group.</param>
/// <param name="Links">The number of names that the file has.</param>
/// <param name="IsRegular">Whether it is a file, not a pipe, a device or a folder.</param>
/// <param name="Identity">The same for two paths that lead to the same file.</param>
internal sealed partial record UnixFile(uint Owner, uint Group, uint Links, bool IsRegular, (ulong Device, ulong Number) Identity)
{
    // From linux/stat.h: the same layout on every processor.
    private const int HereFolder = -100;
    private const uint BasicFacts = 0x7ff;
    private const int Length = 256;
    private const int TypeMask = 0xF000;
    private const int Regular = 0x8000;

    /// <summary>Returns what a file is, links followed; <see langword="null"/> if there is none, or if this is not Linux.</summary>
    public static UnixFile? Of(string path)
    {
        byte[] facts = new byte[Length];
        try
        {
            if (!OperatingSystem.IsLinux() || GetFacts(HereFolder, path, 0, BasicFacts, ref facts[0]) != 0)
            {
                return null;
            }
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            return null;
        }

        return new UnixFile(
            Number(20), Number(24), Number(16), (BitConverter.ToUInt16(facts, 28) & TypeMask) == Regular,
            (((ulong)Number(136) << 32) | Number(140), BitConverter.ToUInt64(facts, 32)));

        uint Number(int at) => BitConverter.ToUInt32(facts, at);
    }

    /// <summary>Gives a file to the owner and the group of this one; <see langword="false"/> if that is not permitted.</summary>
    public bool TryOwn(string path) =>
        Of(path) is { } own && ((own.Owner == Owner && own.Group == Group) || SetOwner(path, Owner, Group) == 0);

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int GetFacts(int folder, string path, int flags, uint mask, ref byte facts);

    [LibraryImport("libc", EntryPoint = "chown", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetOwner(string path, uint owner, uint group);
}
