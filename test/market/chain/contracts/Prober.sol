// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

interface IToken {
    function transfer(address to, uint256 amount) external returns (bool);
}

interface IPair {
    function token0() external view returns (address);
    function token1() external view returns (address);
    function swap(uint256 out0, uint256 out1, address to, bytes calldata data) external;
}

interface IPool {
    function token0() external view returns (address);
    function token1() external view returns (address);
    function liquidity() external view returns (uint128);
    function swap(address to, bool zeroForOne, int256 amount, uint160 priceLimit, bytes calldata data)
        external
        returns (int256 delta0, int256 delta1);
}

struct Key {
    address currency0;
    address currency1;
    uint24 fee;
    int24 tickSpacing;
    address hooks;
}

struct SwapParams {
    bool zeroForOne;
    int256 amountSpecified;
    uint160 sqrtPriceLimitX96;
}

interface IManager {
    function unlock(bytes calldata data) external returns (bytes memory);
    function swap(Key calldata key, SwapParams calldata params, bytes calldata hookData)
        external
        returns (int256 delta);
    function sync(address currency) external;
    function settle() external payable returns (uint256 paid);
    function take(address currency, address to, uint256 amount) external;
    function extsload(bytes32 slot) external view returns (bytes32 value);
}

/// @title Prober
/// @notice Tries trades on a development chain, each from the same state, with tokens of its own.
contract Prober {
    struct Call {
        address to;
        bytes data;
    }

    struct Answer {
        bool ok;
        bytes data;
    }

    /// @notice Answers of all calls; what one changes is undone before the next.
    function each(Call[] calldata calls) external returns (Answer[] memory answers) {
        answers = new Answer[](calls.length);
        for (uint256 i = 0; i < calls.length; i++) {
            try this.undone(calls[i]) {}
            catch (bytes memory said) {
                (answers[i].ok, answers[i].data) = abi.decode(said, (bool, bytes));
            }
        }
    }

    /// @notice Makes one call, and reverts with what came of it.
    function undone(Call calldata call) external {
        (bool ok, bytes memory data) = call.to.call{gas: 100_000_000}(call.data);
        bytes memory said = abi.encode(ok, data);
        assembly ("memory-safe") {
            revert(add(said, 32), mload(said))
        }
    }

    /// @notice Makes all calls; reverts as the first that does.
    function all(Call[] calldata calls) external {
        for (uint256 i = 0; i < calls.length; i++) act(calls[i].to, calls[i].data);
    }

    /// @notice Makes all calls, and leaves out those that revert.
    function some(Call[] calldata calls) external {
        for (uint256 i = 0; i < calls.length; i++) {
            (bool ok,) = calls[i].to.call{gas: 100_000_000}(calls[i].data);
            ok;
        }
    }

    /// @notice Gives a V2 pair one token and asks for the other.
    function swapV2(address pair, bool zeroForOne, uint256 amountIn, uint256 out) external {
        IToken(zeroForOne ? IPair(pair).token0() : IPair(pair).token1()).transfer(pair, amountIn);
        IPair(pair).swap(zeroForOne ? 0 : out, zeroForOne ? out : 0, address(this), "");
    }

    /// @notice Trades with a pool of the V3 family; `slot` is its function that says price and tick.
    function swapV3(address pool, bool zeroForOne, int256 amount, uint160 limit, bytes4 slot)
        external
        returns (int256 delta0, int256 delta1, uint160 price, int24 tick, uint128 liquidity)
    {
        (delta0, delta1) = IPool(pool).swap(address(this), zeroForOne, amount, limit, "");
        (price, tick) = abi.decode(act(pool, abi.encodePacked(slot)), (uint160, int24));
        liquidity = IPool(pool).liquidity();
    }

    /// @notice Trades with a V4 pool, whose state the manager keeps at `slot`; signs are V3's.
    function swapV4(
        address manager,
        Key calldata key,
        bool zeroForOne,
        int256 amount,
        uint160 limit,
        uint256 slot
    )
        external
        returns (int256 delta0, int256 delta1, uint160 price, int24 tick, uint128 liquidity)
    {
        SwapParams memory params = SwapParams(zeroForOne, -amount, limit);
        (delta0, delta1) = unlock(manager, key, abi.encodeCall(IManager.swap, (key, params, "")));
        (delta0, delta1) = (-delta0, -delta1);
        uint256 slot0 = uint256(IManager(manager).extsload(bytes32(slot)));
        price = uint160(slot0);
        tick = int24(int256(slot0 >> 160));
        liquidity = uint128(uint256(IManager(manager).extsload(bytes32(slot + 3))));
    }

    /// @notice Does something with an unlocked V4 manager, then pays and takes what it says.
    function unlock(address manager, Key calldata key, bytes memory action)
        public
        returns (int256 delta0, int256 delta1)
    {
        return abi.decode(IManager(manager).unlock(abi.encode(key, action)), (int256, int256));
    }

    function unlockCallback(bytes calldata data) external returns (bytes memory) {
        (Key memory key, bytes memory action) = abi.decode(data, (Key, bytes));
        int256 both = abi.decode(act(msg.sender, action), (int256));
        int256 delta0 = both >> 128;
        int256 delta1 = int128(both);
        balance(IManager(msg.sender), key.currency0, delta0);
        balance(IManager(msg.sender), key.currency1, delta1);
        return abi.encode(delta0, delta1);
    }

    function uniswapV3SwapCallback(int256 delta0, int256 delta1, bytes calldata) external {
        pay(delta0, delta1);
    }

    function pancakeV3SwapCallback(int256 delta0, int256 delta1, bytes calldata) external {
        pay(delta0, delta1);
    }

    function algebraSwapCallback(int256 delta0, int256 delta1, bytes calldata) external {
        pay(delta0, delta1);
    }

    function uniswapV3MintCallback(uint256 amount0, uint256 amount1, bytes calldata) external {
        pay(int256(amount0), int256(amount1));
    }

    function pancakeV3MintCallback(uint256 amount0, uint256 amount1, bytes calldata) external {
        pay(int256(amount0), int256(amount1));
    }

    function algebraMintCallback(uint256 amount0, uint256 amount1, bytes calldata) external {
        pay(int256(amount0), int256(amount1));
    }

    function pay(int256 amount0, int256 amount1) private {
        if (amount0 > 0) IToken(IPool(msg.sender).token0()).transfer(msg.sender, uint256(amount0));
        if (amount1 > 0) IToken(IPool(msg.sender).token1()).transfer(msg.sender, uint256(amount1));
    }

    function balance(IManager manager, address currency, int256 delta) private {
        if (delta > 0) manager.take(currency, address(this), uint256(delta));
        if (delta >= 0) return;
        manager.sync(currency);
        IToken(currency).transfer(address(manager), uint256(-delta));
        manager.settle();
    }

    function act(address to, bytes memory data) private returns (bytes memory) {
        (bool ok, bytes memory said) = to.call(data);
        if (ok) return said;
        assembly ("memory-safe") {
            revert(add(said, 32), mload(said))
        }
    }
}
