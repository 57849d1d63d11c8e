namespace SecUpIoT.Protocol;

/// <summary>What an implementation claims and a device is operated under (spec/README.md). Fixed at enrolment.</summary>
public enum Profile : byte
{
    /// <summary>The author's signature decides; a device without clock.</summary>
    Core = 0,
    /// <summary>Author and Status tracker must agree; answers are fresh; both links are authenticated.</summary>
    Secure = 1,
}

/// <summary>Where a Device core stands (spec/machines/device-core.md).</summary>
public enum DevicePhase : byte
{
    /// <summary>No power, or restarting.</summary>
    Off = 0,
    /// <summary>The image to be booted is being verified.</summary>
    VerifyingBoot = 1,
    /// <summary>The confirmed image runs; no update is under way.</summary>
    Idle = 2,
    /// <summary>A manifest is accepted; blocks are being written to the inactive slot.</summary>
    Receiving = 3,
    /// <summary>All bytes are there; the slot is being read back and digested.</summary>
    VerifyingImage = 4,
    /// <summary>The candidate is whole and authentic and waits for the request to install.</summary>
    Verified = 5,
    /// <summary>The candidate's slot is being sealed.</summary>
    Installing = 6,
    /// <summary>The candidate is selected for the next boot.</summary>
    AwaitingBoot = 7,
    /// <summary>The candidate runs on trial.</summary>
    Trial = 8,
    /// <summary>Neither slot holds an image that may be booted; only recovery is possible.</summary>
    Unbootable = 9,
}

/// <summary>Where the Status tracker's record of a device stands (spec/machines/status-tracker.md).</summary>
public enum TrackPhase : byte
{
    /// <summary>Not enrolled.</summary>
    Absent = 0,
    /// <summary>Enrolled; no update is due.</summary>
    Enrolled = 1,
    /// <summary>An update was offered.</summary>
    Announced = 2,
    /// <summary>The device accepted the manifest.</summary>
    Accepted = 3,
    /// <summary>The device is receiving the image.</summary>
    Downloading = 4,
    /// <summary>The device has all bytes.</summary>
    Downloaded = 5,
    /// <summary>The device verified the image in its slot.</summary>
    Verified = 6,
    /// <summary>The device is installing.</summary>
    Installing = 7,
    /// <summary>The device will boot the image next.</summary>
    AwaitingBoot = 8,
    /// <summary>The device runs the image on trial.</summary>
    Trial = 9,
    /// <summary>Completed: the device runs the image and has confirmed it.</summary>
    Confirmed = 10,
    /// <summary>The device runs its former image again.</summary>
    Reverted = 11,
    /// <summary>The update ended with a result code other than success.</summary>
    Failed = 12,
    /// <summary>The update was cancelled.</summary>
    Cancelled = 13,
    /// <summary>A newer package took the place of the update that was under way.</summary>
    Superseded = 14,
    /// <summary>The device has been silent for longer than allowed.</summary>
    Unreachable = 15,
    /// <summary>No longer under administration: nothing of the device counts.</summary>
    Decommissioned = 16,
}

/// <summary>Where a package stands at a Firmware server (spec/machines/firmware-server.md).</summary>
public enum PackagePhase : byte
{
    /// <summary>Unknown here.</summary>
    Absent = 0,
    /// <summary>The envelope is stored; payloads are missing.</summary>
    Staged = 1,
    /// <summary>Complete, listed and served.</summary>
    Published = 2,
    /// <summary>Withdrawn by the author; neither listed nor served.</summary>
    Withdrawn = 3,
}

/// <summary>What a Status tracker tells a device to do.</summary>
public enum DirectiveKind : byte
{
    /// <summary>Nothing: there is no newer package for this device.</summary>
    UpToDate = 0,
    /// <summary>Install the named manifest, or go on installing it.</summary>
    Install = 1,
    /// <summary>Abandon the update that is under way.</summary>
    Cancel = 2,
}

/// <summary>One of the two places for an image.</summary>
public enum Slot : byte
{
    /// <summary>The first slot.</summary>
    A = 0,
    /// <summary>The second slot.</summary>
    B = 1,
}

/// <summary>One of the three links between the four entities (R-GEN-01), or one of the two interfaces for people, seen from either end.</summary>
public enum Link : byte
{
    /// <summary>Communicator asks, Device core answers.</summary>
    Device = 0,
    /// <summary>Communicator asks, Status tracker answers.</summary>
    Tracker = 1,
    /// <summary>Status tracker asks, Firmware server answers.</summary>
    Server = 2,
    /// <summary>The author asks, the Firmware server answers.</summary>
    Author = 3,
    /// <summary>The operator asks, the Status tracker answers.</summary>
    Operator = 4,
}

/// <summary>How the two slots relate.</summary>
public static class Slots
{
    /// <summary>The other slot.</summary>
    public static Slot Other(this Slot slot) => slot == Slot.A ? Slot.B : Slot.A;
}
