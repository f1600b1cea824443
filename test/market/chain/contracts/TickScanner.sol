// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

interface IPool {
    function ticks(int24 index) external view returns (uint256 gross, int128 net);
}

interface IManager {
    function extsload(bytes32 slot) external view returns (bytes32 value);
}

/// @title TickScanner
/// @notice Finds every initialised tick of a pool, in one call.
contract TickScanner {
    int24 private constant MAX_TICK = 887272;

    struct Tick {
        int24 index;
        uint128 gross;
        int128 net;
    }

    struct Found {
        Tick[] ticks;
        uint256 count;
    }

    /// @notice Ticks of a pool whose function `bitmap` says which of 256 ticks, `step` apart, are set.
    function scan(address pool, bytes4 bitmap, int24 step) external view returns (Tick[] memory) {
        Found memory found = none();
        (int256 first, int256 last) = words(step);
        for (int256 place = first; place <= last; place++) {
            uint256 bits = word(pool, bitmap, place);
            for (int256 bit = 0; bits != 0; bit++) {
                if (bits & 1 == 1) {
                    int24 index = int24(place * 256 + bit) * step;
                    (uint256 gross, int128 net) = IPool(pool).ticks(index);
                    found.ticks[found.count++] = Tick(index, uint128(gross), net);
                }
                bits >>= 1;
            }
        }
        return trimmed(found);
    }

    /// @notice Ticks of a V4 pool, whose state the manager keeps at `slot`.
    function scanV4(address manager, uint256 slot, int24 step) external view returns (Tick[] memory) {
        Found memory found = none();
        (int256 first, int256 last) = words(step);
        for (int256 place = first; place <= last; place++) {
            uint256 bits = load(manager, place, slot + 5);
            for (int256 bit = 0; bits != 0; bit++) {
                if (bits & 1 == 1) {
                    int24 index = int24(place * 256 + bit) * step;
                    uint256 both = load(manager, index, slot + 4);
                    int128 net = int128(int256(both) >> 128);
                    found.ticks[found.count++] = Tick(index, uint128(both), net);
                }
                bits >>= 1;
            }
        }
        return trimmed(found);
    }

    /// @dev By hand, since most of the time goes into this.
    function word(address pool, bytes4 bitmap, int256 place) private view returns (uint256 bits) {
        assembly ("memory-safe") {
            mstore(0, bitmap)
            mstore(4, place)
            if iszero(staticcall(gas(), pool, 0, 36, 0, 32)) { revert(0, 0) }
            bits := mload(0)
        }
    }

    function load(address manager, int256 key, uint256 slot) private view returns (uint256) {
        return uint256(IManager(manager).extsload(keccak256(abi.encode(key, slot))));
    }

    function none() private pure returns (Found memory) {
        return Found(new Tick[](1000), 0);
    }

    function words(int24 step) private pure returns (int256 first, int256 last) {
        return ((-MAX_TICK / step - 1) >> 8, (MAX_TICK / step) >> 8);
    }

    function trimmed(Found memory found) private pure returns (Tick[] memory ticks) {
        ticks = new Tick[](found.count);
        for (uint256 i = 0; i < found.count; i++) ticks[i] = found.ticks[i];
    }
}
